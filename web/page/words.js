// What the program says, as text of the document: for screen readers, and to be found.

const story = document.getElementById("story");
const reading = document.getElementById("reading");
/** How many lines of the story are kept. */
const MOST = 60;

/** Says what has happened. */
export function tell(lines) {
  for (const line of lines) {
    const said = document.createElement("p");
    said.textContent = line;
    story.append(said);
  }
  while (story.childElementCount > MOST) story.firstElementChild.remove();
}

const text = document.getElementById("text");
let timer = 0;

/** Shows the screen as text, once nothing moves: for whoever reads it from there. */
export function show(screen) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const now = screen();
    if (text.textContent !== now) text.textContent = now;
  }, 300);
}

/** Shows what the lesson says. */
export function read({ title, lines }) {
  reading.hidden = title === "";
  const parts = lines.join("\n").split(/\n{2,}/);
  const head = document.createElement("h1");
  head.textContent = title;
  const paragraphs = parts.map((text) => {
    // A table of logs, or a script: its columns stand below each other.
    const made = document.createElement(/^ {4}|^\S+ +\S+ {2,}/m.test(text) ? "pre" : "p");
    made.textContent = text;
    return made;
  });
  reading.replaceChildren(head, ...paragraphs);
}
