// The browser edition in Firefox: it starts, plays an election, follows a link, and keeps a session over a reload.
//
// ADDRESS=… FIREFOX=… node firefox.mjs

import puppeteer from "puppeteer-core";

const address = process.env.ADDRESS;
const browser = await puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX, headless: true });
const complaints = [];

async function visit(rest) {
  const page = await browser.newPage();
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  await page.goto(address + rest);
  await running(page);
  return page;
}

/** Asked again and again: what a driver would put into the page to wait there, the page's policy does not run. */
async function running(page) {
  const end = Date.now() + 60_000;
  while (!(await page.evaluate(() => Boolean(window.raftarium?.program) && !document.getElementById("starting")))) {
    if (Date.now() > end) throw new Error("the page does not start");
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function until(page, words) {
  const end = Date.now() + 20_000;
  for (;;) {
    const text = await page.evaluate(() => window.raftarium.program.text());
    if (words.test(text)) return;
    if (Date.now() > end) throw new Error(`${words} does not come; the screen says\n${text}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

try {
  const page = await visit("");
  for (const key of ["s", "n", "n"]) await page.keyboard.press(key);
  await until(page, /S\d leads term 1/);
  await new Promise((done) => setTimeout(done, 1500));
  const digest = () => page.evaluate(() => window.raftarium.program.digest());
  const before = await digest();
  await page.reload();
  await running(page);
  await until(page, /S\d leads term 1/);
  if ((await digest()) !== before) throw new Error("the session does not go on where it was");
  const lesson = await visit("#lesson=14&step=4");
  await until(lesson, /4 of 9/);
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
  console.log(`plays  ${await browser.version()}: an election, a reload, a link (${before})`);
} finally {
  await browser.close();
}
