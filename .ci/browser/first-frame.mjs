// How long a first visit takes until its first frame: with a slower processor, and with a slower network.
//
// ADDRESS=… CHROMIUM=… node first-frame.mjs
//
// The figures are told, and no failure: they depend on what else this machine does.

import { loadavg } from "node:os";
import { address, browser } from "./program.mjs";

/** As Chromium's own tools know it: bytes a second, and milliseconds. */
const FAST_3G = { offline: false, downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9, latency: 562.5 };

/** Milliseconds until the first frame, for somebody who was never here. */
async function firstFrame(prepare) {
  const context = await browser.newContext({ viewport: { width: 1085, height: 615 }, serviceWorkers: "block" });
  const page = await context.newPage();
  await prepare(await context.newCDPSession(page));
  await page.goto(address, { waitUntil: "commit" });
  const time = await page.evaluate(async () => {
    while (!window.raftarium?.program || document.getElementById("starting")) await new Promise((done) => setTimeout(done, 5));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now();
  });
  await context.close();
  return time;
}

const ways = {
  "as it is": async () => {},
  "processor throttled to a quarter": (session) => session.send("Emulation.setCPUThrottlingRate", { rate: 4 }),
  "Fast 3G": async (session) => {
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", FAST_3G);
  },
};
try {
  for (const [name, prepare] of Object.entries(ways)) {
    const times = [];
    for (let count = 0; count < 3; count += 1) times.push(await firstFrame(prepare));
    const said = times.map((time) => (time / 1000).toFixed(2)).join(", ");
    console.log(`first frame, ${name}: ${said} s (load ${loadavg()[0].toFixed(1)})`);
  }
} finally {
  await browser.close();
}
