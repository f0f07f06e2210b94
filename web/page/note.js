// Short notes.

const place = document.getElementById("note");
let timer = 0;

/** Says something for a while. */
export function note(text, ...more) {
  place.replaceChildren(text, ...more);
  place.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => (place.hidden = true), 12_000);
}
