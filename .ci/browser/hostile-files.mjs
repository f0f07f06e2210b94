// Files whose every text would like to be more than text.

import { mkdirSync, writeFileSync } from "node:fs";

export const HOSTILE = [
  "</script><script>window.pwned=1</script>",
  "</title></style><img src=x onerror=window.pwned=1>",
  '"><svg onload=window.pwned=1>',
  "'-window.pwned=1-'",
  "<!--<script>window.pwned=1",
  "{{run}}{{script}}${window.pwned=1}",
  "javascript:window.pwned=1",
  "<a href=javascript:window.pwned=1 autofocus onfocus=window.pwned=1>",
  "<iframe srcdoc='<script>top.pwned=1</script>'>",
  "\u2028window.pwned=1\u2029",
  "\u202edesrever\u202c",
];

mkdirSync("hostile", { recursive: true });

// The title of a script and its notes are free text, but for what cannot be seen: that is refused.
HOSTILE.forEach((text, place) => {
  if (/[\u2028-\u202e]/.test(text)) return;
  const lines = [
    `# ${text}`,
    `# ${text}`,
    "",
    "servers 3",
    `note ${text}`,
    "run until leader exists within 10s",
    "submit x=1",
    `note ${text}`,
    "run until index 1 is applied on all within 2s",
  ];
  writeFileSync(`hostile/script-${place}.raft`, `${lines.join("\n")}\n`);
});

// So are the names, commands, kinds of messages and notes of a foreign trace.
const names = HOSTILE.slice(0, 5);
const [a, b, c] = names;
const text = HOSTILE.join(" ");
const events = [
  { raftarium: 1, title: text.slice(0, 150), nodes: names },
  ...names.map((node) => ({
    time: 0,
    node,
    event: "start",
    state: { term: 0, votedFor: null, role: "follower", lastIndex: 0, lastTerm: 0, commitIndex: 0 },
  })),
  {
    time: 150,
    node: a,
    event: "timeout",
    state: { term: 1, votedFor: a, role: "candidate" },
    note: text.slice(0, 150),
  },
  {
    time: 150,
    node: a,
    event: "send",
    message: { id: 1, type: "RequestVote", from: a, to: b, term: 1, lastLogIndex: 0, lastLogTerm: 0 },
  },
  {
    time: 150,
    node: a,
    event: "send",
    message: { id: 2, type: "RequestVote", from: a, to: c, term: 1, lastLogIndex: 0, lastLogTerm: 0 },
  },
  {
    time: 160,
    node: b,
    event: "receive",
    message: { id: 1, type: "RequestVote", from: a, to: b, term: 1, lastLogIndex: 0, lastLogTerm: 0 },
    state: { term: 1, votedFor: a },
  },
  {
    time: 161,
    node: c,
    event: "send",
    message: { id: 7, type: HOSTILE[1].slice(0, 60), from: c, to: a, term: 1 },
  },
  {
    time: 162,
    node: a,
    event: "receive",
    message: { id: 7, type: HOSTILE[1].slice(0, 60), from: c, to: a, term: 1 },
  },
  { time: 170, node: a, event: "change", state: { term: 1, role: "leader" } },
  {
    time: 180,
    node: a,
    event: "client",
    command: HOSTILE[2],
    entries: [{ index: 1, term: 1, command: HOSTILE[2] }],
    state: { lastIndex: 1, lastTerm: 1 },
  },
  {
    time: 190,
    node: a,
    event: "change",
    state: { commitIndex: 1 },
    applied: [{ index: 1, term: 1, command: HOSTILE[0] }],
  },
];
writeFileSync("hostile/trace.jsonl", events.map((event) => `${JSON.stringify(event)}\n`).join(""));
