// Files that come in and go out, and short notes.

import { attempt } from "./apart.js";
import { note } from "./note.js";

const field = document.getElementById("file");
/** The largest file that is read at all. */
const MOST = 8 << 20;

/** Gives a file to whoever sits there. */
export function give(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function take(file, shell) {
  if (file.size > MOST) return note(`${file.name} is larger than ${MOST >> 20} MiB, the maximum here`);
  const bytes = await file.arrayBuffer();
  const ours = ["progress.toml", "config.toml"].includes(file.name);
  const why =
    (ours ? null : await attempt({ name: file.name, bytes })) ??
    shell.use((program) => program.open(file.name, new Uint8Array(bytes))) ??
    null;
  if (why !== null) note(`${file.name} is not opened: ${why}`);
}

/** Files are dropped onto the page, or chosen. */
export function receive(shell) {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) take(file, shell);
  });
  field.addEventListener("change", () => {
    const [file] = field.files;
    if (file) take(file, shell);
    field.value = "";
  });
  document.getElementById("put-in").addEventListener("click", () => field.click());
  for (const name of ["progress.toml", "config.toml"]) {
    document.getElementById(`take-${name}`).addEventListener("click", () => {
      const text = shell.program.take_out(name);
      if (text === undefined) note(`There is no ${name} yet`);
      else give(name, text);
    });
  }
}
