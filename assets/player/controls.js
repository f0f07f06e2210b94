// Buttons, keys, tabs, the theme.

/** Connects buttons and keys with what the player can do. */
function connect(player) {
  const orders = {
    first: () => player.seek(0),
    back: () => player.step(-1),
    play: () => player.toggle(),
    forward: () => player.step(1),
    last: () => player.seek(player.recording.end),
    slower: () => player.faster(-1),
    faster: () => player.faster(1),
    before: () => player.leap(-1),
    after: () => player.leap(1),
    theme: switchTheme,
    help: () => byId("keys").showModal(),
  };
  for (const [id, order] of Object.entries(orders)) byId(id).addEventListener("click", order);
  const keys = {
    " ": "play",
    ArrowLeft: "back",
    ArrowRight: "forward",
    Home: "first",
    End: "last",
    "+": "faster",
    "=": "faster",
    "-": "slower",
    "[": "before",
    "]": "after",
    l: "theme",
    L: "theme",
    "?": "help",
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open || keepsKey(event)) return;
    const tab = TABS[Number(event.key) - 1];
    if (!tab && !keys[event.key]) return;
    event.preventDefault();
    if (tab) openTab(tab, player);
    else orders[keys[event.key]]();
  });
  // Firefox presses a button when the space bar is let go.
  document.addEventListener("keyup", (event) => {
    if (event.key === " " && !keepsKey(event)) event.preventDefault();
  });
  connectTabs(player);
}

/** Whether what has the focus was reached by keys. */
let byKeys = false;
document.addEventListener(
  "pointerdown",
  () => {
    byKeys = false;
  },
  true,
);
document.addEventListener(
  "keydown",
  ({ key }) => {
    byKeys ||= key === "Tab";
  },
  true,
);

/** Whether what has the focus needs this key itself. */
function keepsKey({ key, target }) {
  const arrows = key.startsWith("Arrow") || key === "Home" || key === "End";
  if (target.matches("input[type=search]")) return true;
  // What was reached by keys is worked by keys; what was clicked keeps nothing.
  if (!byKeys) return false;
  if (target.matches("input[type=radio], [role=tab]")) return arrows || key === " ";
  return target.matches("button, a") && key === " ";
}

const TABS = ["events", "space-time", "votes", "rule", "properties"];

function connectTabs(player) {
  TABS.forEach((name, place) => {
    const tab = byId(`tab-${name}`);
    tab.addEventListener("click", () => openTab(name, player));
    tab.addEventListener("keydown", ({ key }) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!by) return;
      const next = TABS[(place + by + TABS.length) % TABS.length];
      openTab(next, player);
      byId(`tab-${next}`).focus();
    });
  });
}

function openTab(name, player) {
  for (const other of TABS) {
    const open = other === name;
    const tab = byId(`tab-${other}`);
    tab.setAttribute("aria-selected", String(open));
    tab.tabIndex = open ? 0 : -1;
    byId(other).hidden = !open;
  }
  player.show();
}

/** Light becomes dark, and dark light. A browser that keeps nothing forgets it again. */
function switchTheme() {
  const root = document.documentElement;
  const systemIsLight = matchMedia("(prefers-color-scheme: light)").matches;
  const isLight = root.dataset.theme ? root.dataset.theme === "light" : systemIsLight;
  root.dataset.theme = isLight ? "dark" : "light";
  keep("theme", root.dataset.theme);
}

function keep(name, value) {
  try {
    localStorage.setItem(`raftarium-${name}`, value);
  } catch {
    // It is a convenience only.
  }
}

function kept(name) {
  try {
    return localStorage.getItem(`raftarium-${name}`);
  } catch {
    return null;
  }
}

/** What the shapes mean, for the page of keys. */
function explainSigns(list) {
  const message = (kind, terms = []) => {
    const picture = drawn("svg", {
      viewBox: "-12 -11 52 22",
      class: "message t1 sample",
      "aria-hidden": "true",
    });
    picture.append(glyphOf({ kind, terms }, 0));
    return picture;
  };
  const signs = [
    [sign("leader"), "leader"],
    [sign("candidate"), "candidate"],
    [sign("follower"), "follower"],
    [sign("down"), "down"],
    [sign("frozen"), "frozen: it does nothing, and forgets nothing"],
    [message("ask"), "requests a vote"],
    [message("yes"), "grants it"],
    [message("no"), "refuses it"],
    [message("beat"), "heartbeat"],
    [message("entries", [1, 2]), "entries, by their terms"],
    [message("stored"), "stored"],
    [message("refused"), "refused"],
    [element("span", "log-cell solid t1", element("b", "", "1")), "committed entry"],
    [element("span", "log-cell hollow t1", element("b", "", "1")), "entry that is not committed"],
    [element("span", "sample-bar"), "the commit index of its server"],
  ];
  list.replaceChildren(
    ...signs.flatMap(([picture, words]) => [element("dt", "", picture), element("dd", "", words)]),
  );
}
