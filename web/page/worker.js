// The same program in a thread of its own: it hunts, and tries what strangers send. The page ends it when it wants.

import start, { Hunter, try_file, try_link } from "./raftarium.js";

/** As many bursts of a hunt are tried at once: a few hundredths of a second. */
const PORTION = 2000;

addEventListener("message", async ({ data }) => {
  await start({ module_or_path: data.module });
  if (data.hunt !== undefined) {
    const hunter = new Hunter(data.hunt);
    for (;;) {
      const news = hunter.advance(PORTION);
      postMessage({ news });
      if (JSON.parse(news).found !== null) return;
    }
  }
  const why = data.link !== undefined ? try_link(data.link) : try_file(data.name, new Uint8Array(data.bytes));
  postMessage({ why: why ?? null });
});
