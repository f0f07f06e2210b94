// A page in a real browser, and what can be read of it there.

import { launch } from "./chromium.mjs";
import { pathToFileURL } from "node:url";
import path from "node:path";

export const browser = await launch();

/** Opens a page, lets something happen in it, and complains about every error and request. */
export async function open(file, options, use) {
  const { hash = "", ...rest } = options;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    colorScheme: "dark",
    ...rest,
  });
  const page = await context.newPage();
  const address = pathToFileURL(path.resolve(file)).href;
  const complaints = [];
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.stack}`));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(address + hash);
  const result = await use(page);
  await context.close();
  if (complaints.length > 0) throw new Error(`${file}:\n  ${complaints.join("\n  ")}`);
  return result;
}

/** Everything that the page shows of the present moment, as text. */
export const shown = (page) =>
  page.evaluate(() => {
    const text = (selector) =>
      [...document.querySelectorAll(selector)].map((node) => node.innerText).join(" | ");
    return ["#standing", "#moment", "#note", ".card", "#logs .log-row", "#subtitle"].map(text).join("\n");
  });

/** The number of the step that is shown. */
export const step = (page) =>
  page
    .locator("#moment")
    .innerText()
    .then((text) => Number(/step (\S+) of/.exec(text)[1].replace(/\D/g, "")));

/** What a person reads of each server: role, term, how long its log is, and where its commit bar stands. */
export const servers = (page) =>
  page.evaluate(() => {
    const rows = new Map();
    const first = Number(document.querySelector(".log-index")?.textContent ?? 1);
    for (const row of document.querySelectorAll("#logs .log-row[role=group]")) {
      const cells = [...row.querySelectorAll(".log-cell:not(.none)")];
      const bar = row.querySelector(".own-commit");
      rows.set(row.querySelector(".log-name").textContent, {
        length: cells.length > 0 ? first - 1 + cells.length : 0,
        commit: bar ? Number(bar.style.getPropertyValue("--at")) + first - 1 : null,
      });
    }
    return [...document.querySelectorAll(".card")].map((card) => {
      const name = card.querySelector("b").textContent;
      return {
        name,
        role: card.querySelector(".role").textContent,
        term: Number(card.querySelector(".card-term").textContent.slice(1)),
        ...rows.get(name),
      };
    });
  });

export function expect(holds, what) {
  if (!holds) throw new Error(what);
}

export function same(found, expected, what) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}:\n  found    ${a}\n  expected ${b}`);
}
