// Plays the exported pages in a browser.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { HOSTILE } from "./hostile-files.mjs";
import { browser, expect, open, same, servers, shown, step } from "./page.mjs";

const pages = readdirSync("pages").filter((name) => name.endsWith(".html"));
const usual = pages.filter((name) => !name.endsWith(".hostile.html")).map((name) => `pages/${name}`);
const hostile = pages.filter((name) => name.endsWith(".hostile.html")).map((name) => `pages/${name}`);

/** What the program itself tells of each server up to a step: the page is to show the same. */
function traced(file) {
  const lines = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const nodes = new Map();
  for (const { node, event, state } of lines) {
    if (node === undefined) continue;
    const known = nodes.get(node) ?? {};
    if (event === "crash") known.down = true;
    if (event === "restart") Object.assign(known, { down: false, role: "follower", commitIndex: 0 });
    nodes.set(node, Object.assign(known, state));
  }
  return nodes;
}

/** The script of a page is a module that node can read. */
function reads(file) {
  const [, script] = /<script type="module">([\s\S]*)<\/script>/.exec(readFileSync(file, "utf8"));
  writeFileSync("script.mjs", script);
  execFileSync(process.execPath, ["--check", "script.mjs"]);
}

async function statesAgree(file) {
  const nodes = traced(file.replace(/html$/, "jsonl"));
  await open(file, {}, async (page) => {
    await page.keyboard.press("End");
    const found = await servers(page);
    expect(found.length === nodes.size, `${file}: ${found.length} servers, and ${nodes.size} in the trace`);
    for (const { name, role, term, length, commit } of found) {
      const told = nodes.get(name);
      const expected = {
        role: told.down ? "down" : told.role,
        term: told.term,
        length: told.lastIndex,
        commit: told.down ? null : told.commitIndex,
      };
      // That a server stands still is not in a trace: it is a state of ours.
      if (role === "frozen") expected.role = "frozen";
      same({ role, term, length, commit }, expected, `${file}: ${name} at the end`);
    }
  });
}

/** Forward and back again is where we were, at every step. */
async function stepsBothWays(file) {
  await open(file, {}, async (page) => {
    const states = [await shown(page)];
    const last = await page.locator("#seek").getAttribute("max").then(Number);
    const many = Math.min(last, 40);
    for (let count = 0; count < many; count += 1) {
      await page.keyboard.press("ArrowRight");
      states.push(await shown(page));
    }
    expect(new Set(states).size === states.length, `${file}: two steps look the same`);
    for (let count = many - 1; count >= 0; count -= 1) {
      await page.click("#back");
      same(await shown(page), states[count], `${file}: back at step ${count}`);
    }
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    same(await shown(page), states[0], `${file}: back at the beginning`);
  });
}

async function plays(file, options = {}) {
  await open(file, options, async (page) => {
    const before = await shown(page);
    for (let count = 0; count < 2; count += 1) await page.click("#faster");
    await page.focus("body");
    await page.keyboard.press("Space");
    expect((await page.getAttribute("#play", "aria-pressed")) === "true", "it plays");
    await page.waitForFunction(
      (said) => document.getElementById("head").textContent !== said,
      await page.innerText("#head"),
      { timeout: 20000 },
    );
    const from = await step(page);
    await page.waitForFunction(
      (number) => Number(/step (\S+) of/.exec(document.getElementById("moment").textContent)[1]) > number,
      from,
      { timeout: 20000 },
    );
    await page.keyboard.press("Space");
    expect((await page.getAttribute("#play", "aria-pressed")) === "false", "it stands still");
    const paused = await shown(page);
    expect(paused !== before, "something has happened");
    await page.waitForTimeout(300);
    same(await shown(page), paused, `${file}: nothing moves while it stands still`);
  });
}

async function keysAndLinks(file) {
  await open(file, { hash: "#step=12" }, async (page) => {
    same(await step(page), 12, "the step of the address");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => location.hash === "#step=13");
    await page.keyboard.press("]");
    expect((await step(page)) > 13, "on to what matters");
    await page.keyboard.press("[");
    expect((await step(page)) <= 13, "back to what matters");
    const speed = await page.innerText("#speed");
    await page.keyboard.press("+");
    expect((await page.innerText("#speed")) !== speed, "faster");
    await page.keyboard.press("-");
    same(await page.innerText("#speed"), speed, "slower");
    await page.keyboard.press("?");
    expect(await page.isVisible("#keys"), "help");
    await page.keyboard.press("Escape");
    expect(!(await page.isVisible("#keys")), "no help");
    for (const [key, id] of [
      ["2", "space-time"],
      ["3", "votes"],
      ["4", "rule"],
      ["5", "properties"],
      ["1", "events"],
    ]) {
      await page.keyboard.press(key);
      expect(await page.isVisible(`#${id}`), `${id} by key ${key}`);
      expect(
        (await page.locator(`#${id}`).innerText()).trim() !== "" || id === "space-time",
        `${id} shows something`,
      );
    }
    const box = await page.locator("#seek").boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    const middle = await step(page);
    expect(middle > 20, `the middle of the scrubber is step ${middle}`);
    await page.keyboard.press("ArrowLeft");
    same(await step(page), middle - 1, "keys go on where the scrubber was clicked");
    await page.click("#play");
    await page.click("#play");
    await page.click("text=Elections");
    await page.locator(".event").first().click();
    expect((await step(page)) < middle, "a click on an event goes there");
    await page.fill("#search", "no such words");
    expect((await page.innerText("#event-list")).includes("no such events"), "nothing is found");
  });
}

async function fits(file) {
  for (const [width, height] of [
    [390, 844],
    [844, 390],
    [768, 1024],
    [1280, 720],
    [1920, 1080],
    [320, 568],
  ]) {
    await open(file, { viewport: { width, height }, hasTouch: width < 800 }, async (page) => {
      const [wide, dock] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.getElementById("dock").getBoundingClientRect(),
      ]);
      expect(wide <= width, `${file}: ${wide} px wide in ${width}`);
      if (width < 761) expect(dock.bottom <= height + 1, "the dock is in sight");
      const before = await step(page);
      if (width < 800) await page.tap("#forward");
      else await page.click("#forward");
      same(await step(page), before + 1, "a step on by hand");
      const apart = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll(".card")].map((card) => card.getBoundingClientRect());
        const ring = document.getElementById("ring").getBoundingClientRect();
        const inside = boxes.every(
          (box) =>
            box.left >= ring.left - 1 &&
            box.right <= ring.right + 1 &&
            box.top >= ring.top - 1 &&
            box.bottom <= ring.bottom + 1,
        );
        return (
          inside &&
          boxes.every((a, i) =>
            boxes.every(
              (b, j) =>
                i >= j || a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top,
            ),
          )
        );
      });
      expect(apart, `${file}: cards overlap at ${width}x${height}`);
    });
  }
}

async function darkAndLight(file) {
  const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await open(file, { colorScheme: "dark" }, ground);
  const light = await open(file, { colorScheme: "light" }, async (page) => {
    const before = await ground(page);
    await page.click("#theme");
    same(await ground(page), dark, "the button makes it dark");
    await page.reload();
    same(await ground(page), dark, "and it stays so");
    return before;
  });
  expect(dark !== light, "dark is not light");
}

async function withoutScript(file) {
  await open(file, { javaScriptEnabled: false }, async (page) => {
    expect((await page.innerText("body")).includes("wins the election for term 1"), "the story without script");
    expect(!(await page.isVisible("#dock")), "no buttons that do nothing");
  });
}

/** What is left of a text when it is shown. */
const readable = (text) => text.replace(/[\u0000-\u001f\u2028-\u202e]/g, "");

async function staysText(file) {
  const text = await open(file, {}, async (page) => {
    for (const key of ["End", "1", "2", "3", "4", "5", "1"]) await page.keyboard.press(key);
    await page.click("text=All");
    await page.waitForTimeout(50);
    const [pwned, strange] = await page.evaluate(() => [
      window.pwned,
      document.querySelectorAll("img, iframe, a[href^=javascript], [onload], [onerror], [onfocus]").length,
    ]);
    expect(pwned === undefined, `${file}: a text was run`);
    same(strange, 0, `${file}: elements that a text has made`);
    return `${await page.title()}\n${await page.innerText("body")}`;
  });
  const place = /script-(\d+)/.exec(file)?.[1];
  const expected = place === undefined ? HOSTILE.slice(0, 5) : [HOSTILE[place]];
  for (const one of expected)
    expect(text.includes(readable(one)), `${file}: ${readable(one)} is not shown as it is`);
}

try {
  for (const file of usual) {
    reads(file);
    await statesAgree(file);
    await stepsBothWays(file);
    console.log(`plays  ${file}`);
  }
  const [election] = usual.filter((file) => file.includes("01-initial"));
  await plays(election);
  await plays(election, { reducedMotion: "reduce" });
  await keysAndLinks(election);
  for (const file of usual) await fits(file);
  await darkAndLight(election);
  await withoutScript(election);
  for (const file of hostile) await staysText(file);
  console.log(`${usual.length} pages play, ${hostile.length} hostile ones stay text`);
} finally {
  await browser.close();
}
