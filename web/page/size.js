// How large everything is: the window, the font, and what a person wants of it.

const KEY = "raftarium/text-size";
/** The height of the font if nobody has chosen one, and within what it can be chosen. */
const USUAL = 15;
const [LEAST, MOST] = [6, 32];
/** A cell is so many times as wide as the font is high. */
const SLIM = 0.602;
/** As many columns as the screen wants. */
const COLUMNS = 80;

function chosen() {
  try {
    const size = Number(localStorage.getItem(KEY));
    return size >= LEAST && size <= MOST ? size : null;
  } catch {
    return null;
  }
}

let wanted = chosen();

/** The font for a window so wide: as chosen; otherwise the usual one, or one with which all columns fit. */
function fontFor(width, ratio) {
  if (wanted !== null) return wanted;
  // Whole pixels of the screen: what a cell is made of.
  const cell = Math.max(1, Math.floor((width * ratio) / COLUMNS));
  return Math.max(LEAST, Math.min(USUAL, cell / SLIM / ratio));
}

/** The size of everything now, in pixels of the screen, and how many of them are one of the style sheet. */
export function measure() {
  const box = document.getElementById("program").getBoundingClientRect();
  const ratio = window.devicePixelRatio || 1;
  const width = Math.max(80, Math.floor(box.width * ratio));
  const height = Math.max(60, Math.floor(box.height * ratio));
  return { width, height, ratio, font: fontFor(box.width, ratio) * ratio };
}

/** Text larger or smaller by so many times; 0: as it was at first. */
export function scale(by) {
  wanted = by === 0 ? null : Math.min(MOST, Math.max(LEAST, (measure().font / window.devicePixelRatio) * by));
  try {
    if (wanted === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, wanted.toFixed(2));
  } catch {
    // Then it is so for this visit.
  }
}
