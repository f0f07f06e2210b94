// The list of events: every step with its sentence and its place in the paper, filtered and searched.

/** Rows that are in the page at once: of a long run, those around the step that is looked at. */
const MOST_ROWS = 160;

/** Which steps each filter shows. */
const FILTERS = {
  telling: (row) => row.w >= 2,
  elections: (row) =>
    ["candidate", "leader", "stepped-down"].includes(row.mark) ||
    ["E1", "E2", "E3", "E4", "E5", "V1", "V2"].includes(row.rule),
  logs: (row) =>
    ["commit", "learned", "truncated", "submit"].includes(row.mark) ||
    /^(L[3-8]|R[1-4]|A1)$/.test(row.rule ?? ""),
  faults: (row) => ["crash", "restart", "network", "violation"].includes(row.mark) || row.lost !== undefined,
  all: () => true,
};

class Events {
  constructor(list, filters, search, recording, seek) {
    Object.assign(this, { list, recording, seek, position: 0, from: 0 });
    this.filter = "telling";
    this.wanted = "";
    filters.addEventListener("submit", (event) => event.preventDefault());
    filters.addEventListener("change", () => {
      this.filter = new FormData(filters).get("filter");
      this.choose();
    });
    search.addEventListener("input", () => {
      this.wanted = search.value.trim().toLowerCase();
      this.choose();
    });
    this.choose();
  }

  /** Finds the steps to be shown. */
  choose() {
    const { rows } = this.recording;
    this.chosen = [];
    rows.forEach((row, position) => {
      if (FILTERS[this.filter](row) && this.matches(position)) this.chosen.push(position);
    });
    this.rendered = undefined;
    this.show(this.position);
  }

  matches(position) {
    if (this.wanted === "") return true;
    const { head, rest, place } = this.recording.told(position);
    return `${head}: ${rest} ${place}`.toLowerCase().includes(this.wanted);
  }

  /** Shows the list with the step at a position. */
  show(position) {
    this.position = position;
    const here = Math.max(lastAtOrBefore(this.chosen, position), 0);
    const from = Math.max(Math.min(here - MOST_ROWS / 2, this.chosen.length - MOST_ROWS), 0);
    const [first, end] = this.rendered ?? [0, -1];
    const near = here >= first + 10 && here < end - 10;
    if (!near && (this.rendered === undefined || first !== from)) this.render(from);
    this.point(here);
  }

  render(from) {
    const shown = this.chosen.slice(from, from + MOST_ROWS);
    this.rendered = [from, from + shown.length];
    const rows = shown.map((position) => this.row(position));
    const missing = (count, word) => (count > 0 ? [element("li", "more", `${grouped(count)} ${word}`)] : []);
    const after = this.chosen.length - from - shown.length;
    this.rows = rows;
    this.list.replaceChildren(...missing(from, "before"), ...rows, ...missing(after, "after"));
    if (shown.length === 0) this.list.append(element("li", "more", "no such events"));
  }

  row(position) {
    const told = this.recording.told(position);
    const button = element("button", "event");
    button.type = "button";
    button.append(
      element("span", "event-step", grouped(told.number)),
      element("span", "event-time", grouped(Math.floor(told.time / 1000))),
      element("span", "event-said", element("b", "", told.head), told.rest ? `: ${told.rest}` : ""),
      element("span", "event-place", told.narrow),
    );
    button.addEventListener("click", () => this.seek(position));
    return element("li", `${told.alarm ? "alarm " : ""}${colourOf(told.term ?? 0)}`, button);
  }

  /** Marks where we are, and keeps it in sight. */
  point(here) {
    const exact = this.chosen[here] <= this.position;
    const row = exact ? this.rows[here - this.rendered[0]] : undefined;
    if (row === this.marked) return;
    this.marked?.classList.remove("here");
    this.marked?.firstChild.removeAttribute("aria-current");
    this.marked = row;
    if (!row) return;
    row.classList.add("here");
    row.firstChild.setAttribute("aria-current", "step");
    const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight];
    const view = this.list.clientHeight;
    if (top < this.list.scrollTop + 8 || bottom > this.list.scrollTop + view - 8) {
      this.list.scrollTop = top - view / 2 + row.offsetHeight / 2;
    }
  }
}

/** Where the last number of an ascending list stands that is not above another one; -1 if all are. */
function lastAtOrBefore(list, number) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
