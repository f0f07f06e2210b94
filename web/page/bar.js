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

/** Shows these keys, if there are fingers. */
export function offer(keys, shell) {
  if (fixed) return;
  last = keys;
  bar.hidden = !touch.matches;
  document.documentElement.style.setProperty("--bar", touch.matches ? "56px" : "0px");
  const key = (name) => () => shell.use((program) => program.key(name, false, false, false, false));
  const type = () => {
    shell.use((program) => program.key(":", false, false, false, false));
    document.getElementById("typing").focus({ preventScroll: true });
  };
  const buttons = keys.map(({ key, word }, place) => button(key, word, () => shell.use((program) => program.hint(place))));
  const always = [button("Esc", "", key("Escape")), button("↵", "", key("Enter")), button("←", "", key("ArrowLeft")), button("→", "", key("ArrowRight")), button("↑", "", key("ArrowUp")), button("↓", "", key("ArrowDown")), button(":", "", type)];
  bar.replaceChildren(...buttons, ...always);
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
