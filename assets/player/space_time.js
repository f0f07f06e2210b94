// The space-time diagram: a line a server, time to the right, messages as arrows between the lines.

/** How many pixels a ms takes, smallest first. */
const SCALES = [0.25, 0.5, 1, 2, 4, 8, 16];
const GUTTER = 46;
const TOP = 30;

class SpaceTime {
  constructor(place, recording, seek) {
    Object.assign(this, { place, recording, seek, scale: 4 });
    const button = (text, title, by) => {
      const made = element("button", "", text, unseen(` ${title}`));
      made.type = "button";
      made.title = title;
      made.addEventListener("click", () => {
        this.scale = Math.min(Math.max(this.scale + by, 0), SCALES.length - 1);
        this.show(this.recording.at(this.position), this.now);
      });
      return made;
    };
    this.drawing = drawn("svg", {
      class: "diagram",
      role: "img",
      "aria-label": "Space-time diagram around this step",
    });
    this.tools = element("div", "diagram-tools", button("−", "More time", -1), button("+", "Less time", 1));
    place.append(this.tools, this.drawing);
    this.drawing.addEventListener("click", (event) => {
      const step = event.target.dataset?.position;
      if (step !== undefined) this.seek(Number(step));
    });
  }

  show(state, now) {
    // The walk over the states below moves the recording: of this state only the position is kept.
    [this.position, this.now] = [state.position, now];
    const { clientWidth: width, clientHeight } = this.place;
    if (width === 0) return;
    const { recording } = this;
    const count = recording.names.length;
    const height = Math.max(clientHeight - this.tools.offsetHeight - 4, TOP + count * 22);
    const gap = (height - TOP - 14) / Math.max(count, 1);
    const perMs = SCALES[this.scale];
    const span = ((width - GUTTER - 8) / perMs) * 1000;
    const begin = Math.max(now - span * 0.62, recording.times[0] - span * 0.04);
    const view = {
      width,
      height,
      begin,
      end: begin + span,
      now,
      x: (time) => GUTTER + ((time - begin) / 1000) * perMs,
      y: (server) => TOP + gap * (server + 0.5),
    };
    adjust(this.drawing, { viewBox: `0 0 ${width} ${height}`, width, height });
    const first = Math.max(lastAtOrBefore(recording.times, view.begin), 0);
    const last = Math.max(lastAtOrBefore(recording.times, view.end), first);
    this.drawing.replaceChildren(
      this.axis(view),
      this.lives(view, first, last),
      this.arrows(view, first, last),
      this.steps(view, first, last, this.position),
      this.cursor(view),
    );
  }

  axis({ x, begin, end, height }) {
    const group = drawn("g", { class: "axis" });
    const every = [10, 20, 50, 100, 200, 500, 1000, 2000].find((ms) => ms * SCALES[this.scale] >= 70) ?? 5000;
    for (let ms = Math.ceil(Math.max(begin, 0) / 1000 / every) * every; ms * 1000 < end; ms += every) {
      const at = x(ms * 1000);
      if (at < GUTTER) continue;
      group.append(
        drawn("line", { x1: at, x2: at, y1: TOP - 8, y2: height - 8 }),
        label(at, 9, grouped(ms), ""),
      );
    }
    return group;
  }

  /** A line for as long as a server lives, heavy while it leads, in the colour of its term. */
  lives({ x, y, begin, end }, first, last) {
    const { recording } = this;
    const group = drawn("g", { class: "lives" });
    const looks = ({ life, role, term }) =>
      life === "down" ? undefined : `${life === "frozen" ? "frozen" : role} ${colourOf(term)}`;
    const start = recording.at(first).servers;
    const open = start.map((server) => ({ from: Math.max(begin, recording.times[0]), looks: looks(server) }));
    const close = (server, to) => {
      const { from, looks: classes } = open[server];
      if (classes && to > from) {
        group.append(
          drawn("line", {
            x1: Math.max(x(from), GUTTER),
            x2: Math.max(x(to), GUTTER),
            y1: y(server),
            y2: y(server),
            class: classes,
          }),
        );
      }
    };
    for (let position = first + 1; position <= last; position += 1) {
      const { servers } = recording.at(position);
      for (const server of Object.keys(recording.rows[position].set ?? {}).map(Number)) {
        const now = looks(servers[server]);
        if (now === open[server].looks) continue;
        close(server, recording.times[position]);
        open[server] = { from: recording.times[position], looks: now };
      }
    }
    const until = Math.min(end, recording.times[recording.end]);
    open.forEach((_, server) => close(server, until));
    const state = recording.at(this.position);
    recording.names.forEach((name, server) => {
      const { life, role, term } = state.servers[server];
      const now = life === "up" ? role : life;
      group.append(label(GUTTER - 10, y(server), name, `name ${now} ${colourOf(term)}`, "end"));
    });
    return group;
  }

  arrows({ x, y, end }, first, last) {
    const { recording } = this;
    const group = drawn("g", { class: "arrows" });
    const drawnOnes = new Set();
    const arrow = (number) => {
      if (drawnOnes.has(number)) return;
      drawnOnes.add(number);
      const { from, to, sent, ended, lost, term, kind } = recording.messages[number];
      const arrives = ended === undefined ? sent + recording.messages[number].travels : recording.times[ended];
      const half = lost === "network" || lost === "cut";
      const [x1, y1, x2] = [x(sent), y(from), x(Math.min(arrives, Math.max(end, sent) + 1e6))];
      const y2 = half ? (y1 + y(to)) / 2 : y(to);
      if (x2 < GUTTER) return;
      const cut = Math.max((GUTTER - x1) / Math.max(x2 - x1, 1e-6), 0);
      group.append(
        drawn("line", {
          x1: x1 + (x2 - x1) * cut,
          y1: y1 + (y2 - y1) * cut,
          x2,
          y2,
          class: `${kind} ${colourOf(term)}${lost ? " lost" : ""}${ended === undefined ? " open" : ""}`,
        }),
      );
      if (lost) group.append(crossAt({ x: x2, y: y2 }, 4));
    };
    for (const under of recording.at(first).way.values()) arrow(under.message);
    for (let position = first; position <= last; position += 1) {
      const row = recording.rows[position];
      for (const [number] of row.way ?? []) arrow(number);
      if (row.got !== undefined) arrow(row.got);
      if (row.lost !== undefined) arrow(row.lost[0]);
    }
    return group;
  }

  steps({ x, y }, first, last, here) {
    const { recording } = this;
    const group = drawn("g", { class: "steps" });
    for (let position = first; position <= last; position += 1) {
      const row = recording.rows[position];
      if (row.who === undefined) continue;
      const told = recording.told(position);
      const [cx, cy] = [x(told.time), y(row.who)];
      if (cx < GUTTER) continue;
      const big = {
        leader: "leader",
        candidate: "candidate",
        crash: "down",
        restart: "restart",
        commit: "commit",
        violation: "down",
      }[row.mark];
      const dot = drawn("g", {
        class: `step ${colourOf(row.term ?? 0)}${position === here ? " here" : ""}${big ? " telling" : ""}`,
      });
      dot.append(
        big
          ? drawn("path", {
              d: SIGNS[big],
              transform: `translate(${cx - 7} ${cy - 7}) scale(.875)`,
              "fill-rule": "evenodd",
            })
          : drawn("circle", { cx, cy, r: position === here ? 5 : 3 }),
      );
      const title = drawn("title");
      title.textContent = `${told.number}: ${told.head}`;
      const touch = drawn("circle", { cx, cy, r: 9, class: "touch", "data-position": position });
      touch.append(title);
      dot.append(touch);
      group.append(dot);
    }
    return group;
  }

  cursor({ x, now, height }) {
    return drawn("line", { x1: x(now), x2: x(now), y1: TOP - 12, y2: height - 4, class: "now" });
  }
}
