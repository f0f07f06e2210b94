// Plays the browser edition: by keys, by mouse, by finger; with links, files, tabs, and without a network.
//
// ADDRESS=… PROGRAM=… CHROMIUM=… node web.mjs

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { address, browser, digest, expect, find, hit, on, place, press, profile, running, screen, until, visit } from "./program.mjs";

const program = process.env.PROGRAM;

const firstElection = () =>
  on("", {}, async (page) => {
    await press(page, "s");
    await until(page, "sandbox");
    await press(page, "n", "n");
    await until(page, /S\d leads term 1/);
    const story = await page.locator("#story").innerText();
    expect(/wins the election for term 1/.test(story), `the live region tells the election:\n${story}`);
  });

/** A first choice of a question. */
const CHOICE = /(?<= )1  (\[ \]|\S+ \S)/;

/**
 * Plays a lesson from beginning to end, until the next one begins. `way` chooses the first choice, types a number, presses
 * a key of the line by its word, unless it has gone meanwhile (what is watched ends by itself), and, if it can, says
 * something in its own words. `see` looks at each screen.
 */
async function lesson(page, way, see = () => {}) {
  const answered = new Set();
  for (let count = 0; count < 150; count += 1) {
    const before = await screen(page);
    if (/lesson 03|03 · /.test(before) || /Lessons ─/.test(before)) return [...answered].sort().join(" ");
    // The bar may have changed under the finger, to a key that types a command.
    if (/^ *: /m.test(before.trimEnd().split("\n").at(-1))) {
      await press(page, "Escape");
      continue;
    }
    await see(before);
    if (/1–9 type/.test(before)) {
      answered.add("number");
      await way.type();
      await way.press("answer");
    } else if (/Enter type/.test(before)) {
      answered.add("words");
      await (way.words ? way.words() : way.press("skip"));
    } else if (/Enter (answer|done)/.test(before)) {
      answered.add(CHOICE.test(before) ? "choice" : "point");
      await (CHOICE.test(before) ? way.choose(CHOICE) : way.press("choose"));
      await way.press(/Enter done/.test(before) ? "done" : "answer");
    } else {
      const [, word] = /(?:Space|Enter|PageDown) (\w[^ ]*(?: \w[^ ]*)?)(?= {2,}|$)/m.exec(before) ?? [];
      // A challenge is left. The line of a narrow screen has no room for that key, the bar of a phone does.
      const leads = /Your turn/.test(before) ? LEAVE : word;
      if (leads === undefined) throw new Error(`nothing leads on:\n${before}`);
      await way.press(leads);
    }
    for (let wait = 0; wait < 20 && (await screen(page)) === before; wait += 1) await page.waitForTimeout(25);
  }
  throw new Error(`the lesson does not end:\n${await screen(page)}`);
}

/** The word of the key that leaves a challenge: `PgDn on`. */
const LEAVE = "on";
const keyOf = (word) => (word === LEAVE ? /(PgDn) on/ : new RegExp(`(\\S+) ${word}`));

/** Every kind of question that lesson 02 asks. */
const KINDS = "choice number point words";
const OWN_WORDS = "Each server votes once a term, so two majorities cannot both form.";

const byMouse = () =>
  on("#lesson=02", {}, async (page) => {
    await until(page, "02 · The first election");
    const answered = await lesson(page, {
      choose: (words) => hit(page, words),
      type: () => hit(page, "1  2  3  4  5"),
      press: async (word) => {
        const key = keyOf(word);
        if (await find(page, key)) await hit(page, key).catch(() => {});
      },
    });
    expect(answered === KINDS, `answered: ${answered}`);
  });

const byFinger = () =>
  on("#lesson=02", { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true }, async (page) => {
    await until(page, /1 of 8/);
    const tap = async (text) => {
      const button = page.locator("#bar button.offered", { hasText: text }).first();
      // Beyond the edge of the bar it is scrolled to first, which takes some frames of a phone that paints slowly.
      if ((await button.count()) > 0) await button.tap({ timeout: 10_000 }).catch(() => {});
    };
    const answered = await lesson(page, {
      choose: () => tap(/^1/),
      type: () => tap(/^1/),
      press: (word) => tap(word === LEAVE ? /^PgDn ?on$/ : word),
      words: async () => {
        await tap("type");
        // Only a field that has the focus brings up the keyboard of a phone.
        const place = await page.evaluate(() => document.activeElement.id);
        expect(place === "typing", `a keyboard comes up for ${place}`);
        await page.keyboard.insertText(OWN_WORDS);
        await page.keyboard.press("Enter");
        await until(page, /Which of these did you say/);
      },
    });
    expect(answered === KINDS, `answered: ${answered}`);
  });

/** A key of the line, by the word behind it. */
async function pressWord(page, word) {
  const lines = (await screen(page)).split("\n").reverse();
  const [, key] = lines.map((line) => keyOf(word).exec(line)).find(Boolean) ?? [];
  if (key === undefined) return;
  const names = { Space: " ", PgDn: "PageDown", "↑↓": "ArrowDown", "←→": "ArrowRight" };
  await press(page, names[key] ?? key);
}

const inTheTree = () =>
  on("#lesson=02", {}, async (page) => {
    await until(page, "02 · The first election");
    const steps = new Set();
    const answered = await lesson(
      page,
      {
        choose: () => press(page, "1"),
        type: () => press(page, "1"),
        press: (word) => pressWord(page, word),
        words: async () => {
          await press(page, "Enter");
          await page.keyboard.type(OWN_WORDS);
          await press(page, "Enter");
        },
      },
      async (before) => {
        const [, step] = / (\d) of 8/.exec(before) ?? [];
        if (step === undefined) return;
        const tree = page.locator("#reading");
        await tree.getByText(`Step ${step} of 8`).first().waitFor({ state: "attached", timeout: 5000 });
        const said = await tree.ariaSnapshot();
        expect(/heading "02 · The first election"/.test(said), `the lesson is in the tree:\n${said}`);
        steps.add(step);
        if (!/Enter answer/.test(before)) return;
        // What is asked is in the tree, with all of its choices.
        const choices = [...before.matchAll(/(?<= )(\d)  (?:\[.\] )?(\S+ \S+)/g)].map(([, , words]) => words);
        for (const words of CHOICE.test(before) ? choices : [])
          expect(said.includes(words), `${words} is not in the tree:\n${said}`);
      },
    );
    expect(answered === KINDS, `answered: ${answered}`);
    expect(steps.size === 8, `steps in the tree: ${[...steps]}`);
  });

const partition = () =>
  on("", {}, async (page) => {
    await press(page, "s", "n", "n", "p");
    await until(page, "choosing a partition");
    await hit(page, /S1 follower|S1 leader|S1 candidate/);
    // S2 is taken along: dragged onto a server of a group, it joins that group.
    await until(page, /A S1 · B S2 S3 S4 S5/);
    const [held, onto] = [await find(page, /S2 (follower|leader|candidate)/), await find(page, /S1 (follower|leader|candidate)/)];
    await page.mouse.move(held.x, held.y);
    await page.mouse.down();
    await page.mouse.move(onto.x, onto.y, { steps: 8 });
    await page.mouse.up();
    await until(page, /A S1 S2 · B S3 S4 S5/);
    await press(page, "Enter");
    await until(page, "cut");
    // The hand takes hold of the line of time, and goes back along it.
    const lines = (await screen(page)).split("\n");
    const row = lines.findLastIndex((line) => /─{20}.*┃/.test(line) && !/[a-z]/.test(line));
    expect(row >= 0, `there is a line of time:\n${lines.join("\n")}`);
    const [from, to] = [await place(page, [...lines[row]].indexOf("┃"), row), await place(page, 10, row)];
    const before = await digest(page);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
    expect(Number((await digest(page)).split(" ")[0]) < Number(before.split(" ")[0]), "back in time");
  });

/** Without a network, a hunt runs as well: what hunts is kept together with the page. */
const huntsOffline = async () => {
  const { context } = await profile();
  const page = await visit(context);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await running(page);
  await hunt(page, "vote-twice");
  await until(page, "bug lab · vote-twice", "the finding", 90_000);
  await context.close();
};

/** What hunts comes only when it is wanted; where it cannot come, the page says so and goes on. */
const huntsInVain = async () => {
  const { context } = await profile({ serviceWorkers: "block" });
  const page = await visit(context);
  await context.setOffline(true);
  await hunt(page, "vote-twice");
  await page.locator("#note").filter({ hasText: /could not be loaded/ }).waitFor({ timeout: 20_000 });
  await until(page, /stopped after/);
  await context.close();
};

async function hunt(page, bug) {
  await page.keyboard.press(":");
  await page.keyboard.type(`lab hunt ${bug}`);
  await press(page, "Enter");
}

const hunts = () =>
  on("", {}, async (page) => {
    await hunt(page, "commit-by-count");
    await until(page, /states/);
    // The page lives on while the worker hunts.
    await press(page, "Escape");
    await until(page, /stopped after/);
    await hunt(page, "vote-twice");
    await until(page, /bug lab · vote-twice/, "the finding", 90_000);
  });

const reloads = () =>
  on("#lesson=02", {}, async (page) => {
    await until(page, "02 · The first election");
    await press(page, ":");
    await page.keyboard.type("lesson step 3");
    await press(page, "Enter");
    await until(page, /3 of 8/);
    await page.waitForTimeout(1500);
    await page.reload();
    await running(page);
    await until(page, /3 of 8/, "the step before the reload");
    await press(page, "Escape", "Escape");
    await until(page, "Lessons");
    await press(page, "s", "n", "n");
    await page.waitForTimeout(1500);
    const before = await digest(page);
    await page.reload();
    await running(page);
    await until(page, /S\d leads term 1/);
    expect((await digest(page)) === before, "the session goes on where it was");
  });

const linksLeadTheSameWay = async () => {
  const link = await on("", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await press(page, "s", "n", "n", "k", "n", "n", "L");
    await until(page, "Copied a link");
    return [await page.evaluate(() => navigator.clipboard.readText()), await digest(page)];
  });
  expect(link[0].startsWith(`${address}#run=`), link[0]);
  await on(link[0].slice(address.length), {}, async (page) => {
    await until(page, "link");
    expect((await digest(page)) === link[1], `${await digest(page)} is not ${link[1]}`);
  });
  // The terminal opens the same link, and writes the digest of its end into the session.
  execFileSync(program, ["open", link[0], "--plain", "--save", "linked.raftarium"], { input: "quit\n" });
  const [, step, value] = /^end (\d+) ([0-9a-f]{16})$/m.exec(readFileSync("linked.raftarium", "utf8"));
  expect(`${step} ${value}` === link[1], `the terminal has ${step} ${value}, the browser ${link[1]}`);
};

const twoTabs = async () => {
  const { context, complaints } = await profile();
  const [one, two] = [await visit(context), await visit(context)];
  await press(one, "s", "n");
  await press(two, "s");
  await press(two, ":");
  await two.keyboard.type("new 3 servers seed 9");
  await press(two, "Enter", "n", "n");
  await one.waitForTimeout(1500);
  const before = [await digest(one), await digest(two)];
  await one.reload();
  await two.reload();
  await running(one);
  await running(two);
  await until(one, "last session");
  await until(two, "last session");
  const after = [await digest(one), await digest(two)];
  expect(before.join() === after.join(), `${before} is not ${after}`);
  await context.close();
  expect(complaints.length === 0, complaints.join("\n"));
};

/** Each of two tabs answers a question that the other one does not. */
const twoLearners = async () => {
  const { context, complaints } = await profile();
  const [one, two] = [await visit(context, "#lesson=02"), await visit(context, "#lesson=01")];
  const answer = async (page) => {
    for (let count = 0; count < 12 && !/Enter answer/.test(await screen(page)); count += 1) await press(page, " ");
    await until(page, "Enter answer");
    await press(page, CHOICE.test(await screen(page)) ? "1" : "ArrowDown", "Enter");
    await until(page, /Right|Not quite/);
  };
  await answer(one);
  await answer(two);
  await press(one, " ");
  await one.waitForTimeout(300);
  const kept = await one.evaluate(() => window.raftarium.program.take_out("progress.toml"));
  for (const name of ["01-majorities", "02-first-election"])
    expect(new RegExp(`\\[lessons\\.${name}\\.answers`).test(kept), `the answer of ${name} is lost:\n${kept}`);
  await context.close();
  expect(complaints.length === 0, complaints.join("\n"));
};

const withoutNetwork = async () => {
  const { context } = await profile();
  const page = await visit(context);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForTimeout(500);
  await context.setOffline(true);
  await page.reload();
  await running(page);
  await press(page, "s", "n");
  await until(page, "sandbox");
  await context.close();
};

/** Something else than text is made of the text of a stranger, or it is run. */
const made = (page) =>
  page.evaluate(() => [window.pwned, document.querySelectorAll("img, iframe, [onload], [onerror]").length].join());

const HOSTILE = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>\u001b[31m\u0007\u202e`;

const hostile = async () => {
  const bomb = (await import("node:zlib")).deflateRawSync(Buffer.alloc(20 << 20, "a"), { level: 9 }).toString("base64url");
  const long = (await import("node:zlib")).deflateRawSync(Buffer.from("servers 25\nrun 100000s\n")).toString("base64url");
  for (const [fragment, said] of [
    [`#run=1${bomb}`, /larger than/],
    ["#run=1%00%ff", /damaged/],
    ["#run=9abc", /another version/],
    [`#lesson=${encodeURIComponent(HOSTILE)}`, /no lesson/],
    [`#question=${encodeURIComponent(HOSTILE)}`, /not followed/],
    [`#lesson=14&step=99`, /leads to step 99/],
    [`#run=1${"A".repeat(300_000)}`, /not followed/],
    [`#run=1${long}`, /not followed/],
  ])
    await on(fragment, {}, async (page) => {
      await page.locator("#note").filter({ hasText: said }).waitFor({ timeout: 20_000 });
      expect((await made(page)) === ",0", `${fragment.slice(0, 60)} stays text`);
      await press(page, "Escape", "Escape");
      await until(page, /Lessons|sandbox/);
    });
  writeFileSync("hostile.md", `---\nid: 99-x\ntitle: ${HOSTILE}\n---\n${HOSTILE}\n`);
  writeFileSync("hostile.jsonl", `{"trace": "raft"}\n${JSON.stringify({ node: HOSTILE, event: HOSTILE })}\n`);
  writeFileSync("hostile.raft", `servers 3\nnote "${HOSTILE}"\nrun until ${HOSTILE}\n`);
  writeFileSync("large.jsonl", "x".repeat(10 << 20));
  writeFileSync("large.md", `---\nid: x\n---\n${"a ".repeat(1 << 20)}`);
  for (const file of ["hostile.md", "hostile.jsonl", "hostile.raft", "large.jsonl", "large.md"])
    await on("", {}, async (page) => {
      await page.locator("#file").setInputFiles(file);
      await page.locator("#note").filter({ hasText: file.split(".")[0] }).waitFor({ timeout: 20_000 });
      expect((await made(page)) === ",0", `${file} stays text`);
      await press(page, "s", "n");
      await until(page, "sandbox");
    });
};

const files = () =>
  on("", {}, async (page) => {
    writeFileSync("trace.txt", "1 1 ada leader\n2 1 bob follower\n");
    await page.locator("#file").setInputFiles("trace.txt");
    await until(page, "ada");
    await press(page, "Escape", "Escape", "s", "n", "n");
    const saved = page.waitForEvent("download");
    await press(page, ":");
    await page.keyboard.type("save mine.raftarium");
    await press(page, "Enter");
    await (await saved).saveAs("mine.raftarium");
    const told = execFileSync(program, ["open", "mine.raftarium", "--plain"], { input: "status\nquit\n" }).toString();
    expect(/leads term 1/.test(told), `the terminal opens what the browser saves:\n${told}`);
  });

const embedded = () =>
  on("?embed#lesson=02", {}, async (page) => {
    await until(page, "02 · The first election");
    expect(!(await page.locator("#files").isVisible()), "nothing but the run");
    await page.getByRole("button", { name: "step" }).click();
    expect((await page.evaluate(() => localStorage.length)) === 0, "nothing is kept");
  });

const painted = () =>
  on("?paint=card", {}, async (page) => {
    await press(page, "s", "n");
    await until(page, "sandbox");
    const found = await page.evaluate(() => document.getElementById("screen").getContext("webgl2") !== null);
    expect(found, "the card paints");
  });

const all = {
  "the first election, by keys": firstElection,
  "lesson 02 by mouse alone": byMouse,
  "lesson 02 by finger, on a phone": byFinger,
  "lesson 02 by keys, and in the accessibility tree": inTheTree,
  "a partition, and time dragged": partition,
  "a hunt ended, and one that finds": hunts,
  "a reload goes on": reloads,
  "a link leads to the same digest, in a fresh profile and in the terminal": linksLeadTheSameWay,
  "two tabs": twoTabs,
  "two tabs, each with answers": twoLearners,
  "without a network": withoutNetwork,
  "a hunt without a network": huntsOffline,
  "a hunt whose module is out of reach": huntsInVain,
  "hostile links and files": hostile,
  "files come and go": files,
  "on a page of a course": embedded,
  "painted by a card": painted,
};
const wanted = process.argv.slice(2);
try {
  for (const [name, play] of Object.entries(all)) {
    if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
    const began = Date.now();
    await play().catch((error) => {
      throw new Error(`${name}: ${error.message}`);
    });
    console.log(`plays  ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
} finally {
  await browser.close();
}
