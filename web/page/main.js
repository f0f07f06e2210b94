// The page: starts the program, tells it what happens, and does what it asks for.

import start, { Program } from "./raftarium.js";
import { attempt, hunt, share } from "./apart.js";
import { controls, fingers, offer } from "./bar.js";
import { give, receive } from "./files.js";
import { listen } from "./keyboard.js";
import { note } from "./note.js";
import { offline } from "./offline.js";
import { point } from "./pointer.js";
import { measure } from "./size.js";
import { followed, stand, tab } from "./tab.js";
import { read, show, tell } from "./words.js";

const canvas = document.getElementById("screen");
const typing = document.getElementById("typing");
const dark = matchMedia("(prefers-color-scheme: dark)");
/** A page within a page of a course: one run, with play, step and seek, and nothing that is kept. */
const embedded = new URLSearchParams(location.search).has("embed");
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** WebGL 2, if a graphics card does it: painting with the processor is faster without it. */
function hasCard() {
  const probe = document.createElement("canvas");
  const context = probe.getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

/** What the parts of the page share; a person with a console may look at it too. */
const shell = (window.raftarium = {
  program: null,
  /** Lets the program go on after something has happened; of several a frame, once. */
  wake() {
    if (frame === 0) frame = requestAnimationFrame(turn);
  },
  /** Does something with the program, and lets it go on. */
  use(what) {
    const result = what(shell.program);
    shell.wake();
    return result;
  },
  /** As `use`, by a finger: when something is to be typed, that brings up the keyboard, which only a touch may. */
  touch(what) {
    const result = shell.use(what);
    if (shell.program.is_typing()) typing.focus({ preventScroll: true });
    return result;
  },
});

let frame = 0;
let timer = 0;

function turn(now) {
  frame = 0;
  clearTimeout(timer);
  const done = JSON.parse(shell.program.turn(now));
  for (const ask of done.asks) obey(ask);
  if (done.keys) offer(done.keys, shell);
  if (done.lesson) read(done.lesson);
  tell(done.story);
  if (done.place !== null) stand(done.place);
  hunt(done.hunt, shell);
  document.documentElement.dataset.theme = done.theme;
  if (!done.typing && document.activeElement === typing) canvas.focus({ preventScroll: true });
  if (done.moving) shell.wake();
  else {
    show(() => shell.program.text());
    if (done.wake !== null) timer = setTimeout(shell.wake, done.wake);
  }
}

function obey(ask) {
  if (ask === "choose") document.getElementById("file").click();
  else if (ask === "redraw") shell.program.redraw();
  else if (ask === "progress") alone(() => shell.use((program) => program.write_progress()));
  else if (ask.follow !== undefined) follow(ask.follow);
  else if (ask.copy !== undefined) copy(ask.copy);
  else if (ask.download) give(ask.download.name, ask.download.text);
}

/** Does something while no other tab does: what each of them keeps, the next one reads before it writes. */
const alone = (what) => (navigator.locks ? navigator.locks.request("raftarium/progress", what) : what());

function copy(text) {
  const failed = () => note(`The browser does not allow copying. Here it is:\n${text}`);
  if (navigator.clipboard) navigator.clipboard.writeText(text).catch(failed);
  else failed();
}

/** Goes where a link leads. What it costs is tried first, where it cannot hurt. */
async function follow(fragment) {
  const tried = /(^|&)run=/.test(fragment) ? await attempt({ link: fragment }) : null;
  const why = tried ?? shell.use((program) => program.follow(fragment)) ?? null;
  if (why !== null) note(`The link is not followed: ${why}`);
}

/** One pixel of the canvas is one of the screen. */
function fit({ width, height, ratio }) {
  canvas.style.width = `${width / ratio}px`;
  canvas.style.height = `${height / ratio}px`;
}

let size = null;
function resize() {
  const now = measure();
  if (JSON.stringify(now) === JSON.stringify(size)) return;
  size = now;
  fit(size);
  shell.use((program) => program.measure(size.width, size.height, size.font));
}

/** Does something once the page has nothing else to do. */
const idle = (what) => (window.requestIdleCallback ?? setTimeout)(what);

async function begin() {
  document.documentElement.classList.toggle("embedded", embedded);
  const fonts = ["16px", "bold 16px"].map((one) => document.fonts.load(`${one} "Raftarium Mono"`, "█"));
  const module = WebAssembly.compileStreaming(fetch(new URL("./raftarium.wasm", import.meta.url)));
  const [compiled, here] = await Promise.all([module, tab(), ...fonts]);
  share(compiled);
  await start({ module_or_path: compiled });
  size = measure();
  const today = new Date().toISOString().slice(0, 10);
  const somebody = crypto.getRandomValues(new Uint32Array(1))[0];
  const address = `${location.origin}${location.pathname}`;
  const asked = new URLSearchParams(location.search).get("paint");
  const card = asked ? asked === "card" : hasCard();
  const { width, height, font } = size;
  const beginning = { width, height, font, card, dark: dark.matches, still: still.matches, keeps: !embedded };
  Object.assign(beginning, { tab: here.name, address, today, somebody });
  shell.program = new Program(canvas, JSON.stringify(beginning));
  fit(size);
  document.getElementById("starting").remove();
  if (here.place) shell.program.go_back_to(here.place);
  if (location.hash && !here.followed) await follow(location.hash.slice(1));
  followed();
  if (embedded) controls(shell);
  listen(canvas, shell);
  point(canvas, shell, resize);
  receive(shell);
  fingers(shell);
  addEventListener("hashchange", () => {
    followed();
    follow(location.hash.slice(1));
  });
  new ResizeObserver(resize).observe(document.getElementById("program"));
  matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener("change", resize);
  dark.addEventListener("change", () => shell.use((program) => program.follow_system(dark.matches)));
  addEventListener("pagehide", () => shell.program.leave());
  addEventListener("visibilitychange", () => document.hidden && shell.program.leave());
  // The card takes its memory along when it goes; a page made anew is the same, and nothing is lost.
  canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
  canvas.addEventListener("webglcontextrestored", () => location.reload());
  shell.wake();
  if (embedded) return;
  canvas.focus({ preventScroll: true });
  // After the first frame: what is kept for later, and what hunts, are not to be waited for.
  idle(offline);
}

begin().catch((error) => {
  const said = document.getElementById("starting") ?? document.getElementById("note");
  said.hidden = false;
  said.textContent = `Raftarium cannot start here: ${error.message ?? error}`;
});
