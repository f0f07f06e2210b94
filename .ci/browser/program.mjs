// The browser edition in a real browser: a page, what it shows, and where to click.

import { SOFTWARE_CARD, launch } from "./chromium.mjs";

export const address = process.env.ADDRESS;
export const browser = await launch(SOFTWARE_CARD);

/** A profile of its own. Every error, and every request to another host, is a complaint. */
export async function profile(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 700 }, colorScheme: "dark", ...options });
  const complaints = [];
  context.on("page", (page) => {
    page.on("console", (message) => {
      // What the driver of a graphics card without a card has to say is nobody's mistake.
      if (!/GL Driver Message|GPU stall/.test(message.text())) complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`error: ${error.stack}`));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
    page.on("request", (request) => {
      if (!request.url().startsWith(address) && !request.url().startsWith("blob:"))
        complaints.push(`request: ${request.url()}`);
    });
  });
  return { context, complaints };
}

/** Opens the page, and waits until it runs. */
export async function visit(context, rest = "") {
  const page = await context.newPage();
  await page.goto(address + rest);
  await running(page);
  return page;
}

export const running = (page) =>
  page.waitForFunction(() => window.raftarium?.program && !document.getElementById("starting"), null, { timeout: 60_000 });

/** A profile with one page in it: lets something happen there, and complains. */
export async function on(rest, options, use) {
  const { context, complaints } = await profile(options);
  const page = await visit(context, rest);
  const result = await use(page, context);
  await context.close();
  if (complaints.length > 0) throw new Error(`${rest}:\n  ${complaints.join("\n  ")}`);
  return result;
}

/** All that is on the screen. */
export const screen = (page) => page.evaluate(() => window.raftarium.program.text());

/** Waits until the screen says something. */
export async function until(page, words, what = String(words), patience = 20_000) {
  const end = Date.now() + patience;
  for (;;) {
    const text = await screen(page);
    if (words instanceof RegExp ? words.test(text) : text.includes(words)) return text;
    if (Date.now() > end) throw new Error(`${what} does not come; the screen says\n${text}`);
    await page.waitForTimeout(50);
  }
}

export async function press(page, ...keys) {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(30);
  }
}

/** Where a cell is, in pixels of the style sheet. */
export const place = (page, column, row) =>
  page.evaluate(
    ([column, row]) => {
      const { program } = window.raftarium;
      const box = document.getElementById("screen").getBoundingClientRect();
      const ratio = document.getElementById("screen").width / box.width;
      return {
        x: box.left + ((column + 0.5) * program.cell_width()) / ratio,
        y: box.top + ((row + 0.5) * program.cell_height()) / ratio,
      };
    },
    [column, row],
  );

/** Where words stand on the screen; of several places the last. */
export async function find(page, words) {
  const lines = (await screen(page)).split("\n");
  for (let row = lines.length - 1; row >= 0; row -= 1) {
    const at = typeof words === "string" ? lines[row].lastIndexOf(words) : lines[row].search(words);
    if (at >= 0) return place(page, [...lines[row].slice(0, at)].length, row);
  }
  return null;
}

/** Clicks on words, by mouse or finger. */
export async function hit(page, words, touch = false) {
  const at = await find(page, words);
  if (!at) throw new Error(`${words} is not on the screen:\n${await screen(page)}`);
  if (touch) await page.touchscreen.tap(at.x, at.y);
  else await page.mouse.click(at.x, at.y);
  await page.waitForTimeout(60);
}

export const digest = (page) => page.evaluate(() => window.raftarium.program.digest());

export function expect(holds, what) {
  if (!holds) throw new Error(what);
}
