// A hunt in a thread of its own. Its module is built for speed, and loaded only here: the page ends it when it wants.

import start, { Hunter } from "./hunter.js";

/** As many bursts of a hunt are tried at once: a few hundredths of a second. */
const PORTION = 2000;

addEventListener("message", async ({ data }) => {
  try {
    await start({ module_or_path: new URL("./hunter.wasm", import.meta.url) });
  } catch {
    return postMessage({ missing: true });
  }
  const hunter = new Hunter(data.hunt);
  for (;;) {
    const news = hunter.advance(PORTION);
    postMessage({ news });
    if (JSON.parse(news).found !== null) return;
  }
});
