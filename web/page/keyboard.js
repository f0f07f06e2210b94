// Keys. What is the browser's own stays the browser's: the program says which keys it takes.

import { scale } from "./size.js";

const typing = document.getElementById("typing");

/** Alt with +, - and 0: the text larger, smaller, as it was. */
function sized(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey) return false;
  const by = { "+": 1.1, "=": 1.1, "-": 1 / 1.1, 0: 0 }[event.key];
  if (by === undefined) return false;
  scale(by);
  dispatchEvent(new Event("textsize"));
  return true;
}

/** Takes keys while the screen has them, or the field that a phone types into. */
export function listen(canvas, shell) {
  const down = (event) => {
    // While a character is put together, there is no key yet.
    if (event.isComposing || event.keyCode === 229) return;
    const { key, ctrlKey, altKey, shiftKey, metaKey } = event;
    if (sized(event) || shell.use((program) => program.key(key, ctrlKey, altKey, shiftKey, metaKey)))
      event.preventDefault();
  };
  // Whoever comes by keys sees where the keys go.
  let byKey = false;
  addEventListener("keydown", ({ key }) => (byKey = key === "Tab" || key === "F6"), true);
  canvas.addEventListener("focus", () => canvas.classList.toggle("by-key", byKey));
  for (const place of [canvas, typing]) {
    place.addEventListener("keydown", down);
    place.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      shell.use((program) => program.paste(text));
      event.preventDefault();
    });
  }
  // What arrives without a key: from a phone, or put together of several.
  typing.addEventListener("input", () => {
    if (typing.value !== "") shell.use((program) => program.paste(typing.value));
    typing.value = "";
  });
  addEventListener("textsize", () => shell.resize?.());
}
