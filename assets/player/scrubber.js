// The scrubber: the whole run as a line, with what one would want to find again on it.

/** What gets a mark, by how interesting it is. */
const MARKED = ["network", "restart", "crash", "commit", "candidate", "leader", "violation"];
/** Marks stand at least so many rem apart: of those that would touch, the more interesting one stays. */
const APART = 1;

class Scrubber {
  constructor(marks, seek, recording, go) {
    Object.assign(this, { marks, seek, recording });
    seek.max = String(recording.end);
    seek.addEventListener("input", () => go(Number(seek.value)));
    this.measure();
  }

  /** Draws the marks that there is room for. */
  measure() {
    const { rows, end } = this.recording;
    const width = this.marks.clientWidth;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const apart = APART * rem;
    const spots = new Map();
    rows.forEach(({ mark: named, term, w }, position) => {
      const mark = w === 3 ? "violation" : named;
      const rank = MARKED.indexOf(mark);
      if (rank < 0) return;
      const x = this.x(position, width, end);
      const spot = Math.round(x / apart);
      if (rank >= (spots.get(spot)?.rank ?? 0)) spots.set(spot, { x, rank, mark, term });
    });
    let before = { x: -apart, rank: -1 };
    const kept = [];
    for (const spot of [...spots.values()].sort((a, b) => a.x - b.x)) {
      if (spot.x - before.x >= apart - 1) kept.push(spot);
      else if (spot.rank > before.rank) kept[kept.length - 1] = spot;
      else continue;
      before = spot;
    }
    this.marks.replaceChildren(...kept.map((spot) => this.sign(spot, rem * 0.8)));
  }

  /** Where the thumb of the slider is for a position: it keeps half its width from both ends. */
  x(position, width, end) {
    const half = 8;
    return half + (end > 0 ? position / end : 0) * (width - 2 * half);
  }

  sign({ x, mark, term }, size) {
    const shape = { violation: "down", crash: "down" }[mark] ?? mark;
    const group = drawn("g", {
      class: `mark ${mark} ${colourOf(term ?? 0)}`,
      transform: `translate(${x - size / 2} ${size / 8}) scale(${size / 16})`,
    });
    group.append(drawn("path", { d: SIGNS[shape], "fill-rule": "evenodd" }));
    return group;
  }

  show(told) {
    this.seek.value = String(told.position);
    this.seek.style.setProperty("--done", `${(told.position / Math.max(this.recording.end, 1)) * 100}%`);
    this.seek.setAttribute("aria-valuetext", `step ${told.number}, ${inMs(told.time)}: ${told.head}`);
  }
}
