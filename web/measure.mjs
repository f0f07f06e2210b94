// The browser edition beside the program: the same digests, and how fast it is.
//
// node web/measure.mjs PROGRAM
//
// Both run here, one after the other, on one core: the module in the engine of Chromium, which node is made with.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [program] = process.argv.slice(2);
const root = path.join(path.dirname(process.argv[1]), "..");
const version = /\.\/([0-9a-f]{12})\/main\.js/.exec(readFileSync(path.join(root, "web/dist/index.html"), "utf8"))[1];
const folder = path.join(root, "web/dist", version);
/** A module of the browser edition: the page, which is built for size, or what hunts, which is built for speed. */
const load = async (name) => {
  const module = await import(pathToFileURL(path.join(folder, `${name}.js`)).href);
  module.initSync({ module: readFileSync(path.join(folder, `${name}.wasm`)) });
  return module;
};
const modules = { page: await load("raftarium"), hunter: await load("hunter") };

/** What the program prints as JSON; that an expectation does not hold is no matter here. */
const told = (...args) => {
  try {
    return JSON.parse(execFileSync(program, args, { maxBuffer: 64 << 20, stdio: ["ignore", "pipe", "ignore"] }));
  } catch (error) {
    return JSON.parse(error.stdout);
  }
};

const scenarios = readdirSync(path.join(root, "assets/scenarios")).filter((name) => name.endsWith(".raft"));
let wrong = 0;
for (const name of scenarios) {
  const file = path.join(root, "assets/scenarios", name);
  const native = [told("run", file, "--format", "json")].flat()[0].digest;
  for (const [which, module] of Object.entries(modules)) {
    const here = module.scenario_digest(readFileSync(file, "utf8"));
    if (native === here && /^[0-9a-f]{16}$/.test(here)) continue;
    console.error(`${name}: ${native} in the program, ${here} in the module of the ${which}`);
    wrong += 1;
  }
}
console.log(`${scenarios.length} scenarios in two modules, ${2 * scenarios.length - wrong} with the same digest`);

const [seeds, steps] = [1000, 500];
const native = told("fuzz", "--seeds", `0..${seeds}`, "--steps", String(steps), "--format", "json");
const { seconds: _, steps_per_second: __, saved: ___, ...rest } = native;
/** The same text for the same report, in whichever order its fields were written. */
const canonical = (value) =>
  JSON.stringify(value, (_, it) =>
    it?.constructor === Object ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1))) : it,
  );
for (const [which, module] of Object.entries(modules)) {
  const here = JSON.parse(module.fuzz(0, seeds, steps));
  const same = canonical(rest) === canonical(here);
  if (!same) wrong += 1;
  console.log(`${seeds} runs of the fuzzer, ${which}: digest ${here.digest}, ${same ? "everything is" : "NOT everything is"} the same`);
}

/** The best of three: what else goes on here only ever slows it down. */
const best = (measure) => Math.max(measure(), measure(), measure());
const fast = [5, 20_000];
const native_rate = best(() => told("fuzz", "--seeds", `0..${fast[0]}`, "--steps", String(fast[1]), "--format", "json").steps_per_second);
console.log(`the fuzzer: ${Math.round(native_rate)} steps per second in the program`);
const share = Object.fromEntries(
  Object.entries(modules).map(([which, module]) => {
    const rate = best(() => {
      const began = performance.now();
      const { steps } = JSON.parse(module.fuzz(0, ...fast));
      return steps / ((performance.now() - began) / 1000);
    });
    console.log(`${Math.round(rate)} in the module of the ${which}: ${Math.round((rate / native_rate) * 100)} %`);
    return [which, rate / native_rate];
  }),
);
// The goal is 40 %, see docs/web.md. It is told, and no failure: what else goes on here slows either of them down.
if (share.hunter < 0.4) console.log("this is below the goal of 40 %");
process.exit(wrong === 0 ? 0 : 1);
