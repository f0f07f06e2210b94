// A bar of keys for fingers: what the last line of the program's screen offers.

const bar = document.getElementById("bar");
const touch = matchMedia("(pointer: coarse)");
let last = [];

function button(key, word, press) {
  const made = document.createElement("button");
  const name = document.createElement("b");
  name.textContent = key;
  made.append(name, word);
  made.addEventListener("click", press);
  return made;
}

/** Presses what stands at a place of the bar now. */
function press(place, shell) {
  const { hint, key } = last[place].press;
  shell.touch((program) => (hint === undefined ? program.key(key, false, false, false, false) : program.hint(hint)));
}

/** Buttons that are there already stay, so that a finger on its way, or the focus, finds the one it was meant for. */
function show(keys, shell) {
  const there = [...bar.querySelectorAll("button.offered")];
  keys.forEach(({ key, word }, place) => {
    const made = there[place] ?? button(key, word, () => press(place, shell));
    if (there[place] === undefined) {
      made.className = "offered";
      bar.insertBefore(made, bar.querySelector(".always"));
    }
    const [name, does] = made.childNodes;
    if (name.textContent !== key) name.textContent = key;
    if (does.data !== word) does.data = word;
  });
  for (const old of there.slice(keys.length)) old.remove();
}

/** Keys that every screen knows. */
function always(shell) {
  const key = (name) => () => shell.touch((program) => program.key(name, false, false, false, false));
  const names = { Esc: "Escape", "↵": "Enter", "←": "ArrowLeft", "→": "ArrowRight", "↑": "ArrowUp", "↓": "ArrowDown" };
  const buttons = Object.entries(names).map(([shown, name]) => button(shown, "", key(name)));
  for (const made of [...buttons, button(":", "", key(":"))]) {
    made.className = "always";
    bar.append(made);
  }
}

/** Shows these keys, if there are fingers. */
export function offer(keys, shell) {
  if (fixed) return;
  last = keys;
  bar.hidden = !touch.matches;
  document.documentElement.style.setProperty("--bar", touch.matches ? "56px" : "0px");
  if (bar.hidden) return;
  if (bar.childElementCount === 0) always(shell);
  show(keys, shell);
}

let fixed = false;

/** On a page within another one: play, step, seek; and a way to all of it. */
export function controls(shell) {
  fixed = true;
  const key = (name) => () => shell.use((program) => program.key(name, false, false, false, false));
  const all = document.createElement("a");
  const address = new URL(location.href);
  address.searchParams.delete("embed");
  all.href = address.href;
  all.target = "_blank";
  all.rel = "noopener";
  all.textContent = "Open in Raftarium";
  bar.hidden = false;
  document.documentElement.style.setProperty("--bar", "56px");
  bar.replaceChildren(
    button("Space", "play, pause", key(" ")),
    button("←", "back", key("ArrowLeft")),
    button("→", "step", key("ArrowRight")),
    button("n", "next", key("n")),
    button("Home", "start", key("Home")),
    all,
  );
}

/** The bar is there as long as there are fingers, and not a mouse. */
export function fingers(shell) {
  touch.addEventListener("change", () => offer(last, shell));
}
