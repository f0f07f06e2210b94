// What goes on in a worker: one hunt, and one thing that is tried.

import { note } from "./note.js";

/** After so long, what a stranger sends has cost enough. */
const PATIENCE = 8000;

let module = null;
let hunting = null;

/** The compiled program, which what is tried shares with the page. */
export function share(compiled) {
  module = compiled;
}

const worker = (file) => new Worker(new URL(file, import.meta.url), { type: "module" });

/** Hunts for what the program wants, and for nothing else. */
export function hunt(wanted, shell) {
  if ((hunting?.bug ?? null) === wanted) return;
  hunting?.worker.terminate();
  hunting = null;
  if (wanted === null) return;
  const made = { bug: wanted, worker: worker("./hunting.js") };
  hunting = made;
  made.worker.addEventListener("message", ({ data }) => {
    // What a worker says after its end has begun is no longer wanted.
    if (hunting !== made) return;
    if (data.missing) missing(shell);
    else shell.use((program) => program.hear_of_hunt(data.news));
  });
  made.worker.addEventListener("error", () => hunting === made && missing(shell));
  made.worker.postMessage({ hunt: wanted });
}

/** What hunts could not be loaded: the first visit was cut off before it came. */
function missing(shell) {
  shell.use((program) => program.give_up_hunt());
  note("The search needs a part of Raftarium that could not be loaded. Connect to the network and start it again.");
}

/** Tries something where it cannot hurt. Why it is refused, if it is. */
export function attempt(what) {
  return new Promise((resolve) => {
    const made = worker("./trying.js");
    const end = (why) => {
      clearTimeout(timer);
      made.terminate();
      resolve(why);
    };
    const timer = setTimeout(() => end("it takes too long to play"), PATIENCE);
    made.addEventListener("message", ({ data }) => end(data.why));
    made.addEventListener("error", () => end("it is more than this browser can play"));
    made.postMessage({ module, ...what });
  });
}
