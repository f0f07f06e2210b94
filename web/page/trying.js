// The same program in a thread of its own, where what strangers send is tried.

import start, { try_file, try_link } from "./raftarium.js";

addEventListener("message", async ({ data }) => {
  await start({ module_or_path: data.module });
  const why = data.link !== undefined ? try_link(data.link) : try_file(data.name, new Uint8Array(data.bytes));
  postMessage({ why: why ?? null });
});
