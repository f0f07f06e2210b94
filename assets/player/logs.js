// The logs, as the paper draws them: a row a server, a cell an entry with its term and its command.
//
// A committed entry is solid, others are hollow. A heavy bar stands after the last entry that the server itself knows
// to be committed. Below a follower's row stand next and match, as the leader has them.

/** The widths of a cell with its command and without, of a row's name, and of what is kept free at the end, in rem. */
const CELL = { wide: 4.9, narrow: 2.5 };
const NAME = 3.6;
const REST = 1.2;

class Logs {
  constructor(place, note, recording) {
    this.place = place;
    this.note = note;
    this.recording = recording;
  }

  show(state, who) {
    const { recording } = this;
    const logs = state.servers.map((server) => recording.log(server.log));
    const longest = Math.max(state.committed, ...logs.map((log) => log.length));
    const view = this.fit(longest);
    const leader = state.leaders()[0];
    const sides = sidesOf(state);
    const order = sides.length > 0 ? sides.flat() : state.numbers();
    const sideOf = (server) => sides.findIndex((side) => side.includes(server));
    const rows = [this.header(view)];
    order.forEach((server, place) => {
      if (place > 0 && sideOf(server) !== sideOf(order[place - 1])) rows.push(element("div", "log-cut"));
      rows.push(this.row(state, server, logs[server], view, leader, server === who));
    });
    rows.push(this.bracket(state, view));
    this.place.className = `log-table ${view.wide ? "wide" : "narrow"}`;
    this.place.replaceChildren(...rows);
    say(this.note, this.noteOf(leader, view, longest));
  }

  /** Which entries there is room for: those at the end, without their commands if that shows all. */
  fit(longest) {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const room = this.place.clientWidth / rem - NAME - REST;
    const [wide, narrow] = [Math.floor(room / CELL.wide), Math.floor(room / CELL.narrow)];
    const columns = Math.max(longest <= wide ? wide : narrow, 1);
    return {
      wide: longest <= wide,
      first: Math.max(longest - columns + 1, 1),
      last: Math.max(longest, Math.min(columns, 4)),
    };
  }

  noteOf(leader, view, longest) {
    const hidden = view.first > 1 ? `from entry ${view.first} of ${longest}` : "";
    const marks = leader === undefined ? "" : `△ next and ▲ match: what ${this.recording.names[leader]} knows`;
    return [hidden, marks].filter(Boolean).join(" · ");
  }

  header(view) {
    const cells = indexes(view).map((index) => element("span", "log-index", String(index)));
    const head = element("div", "log-row log-header", element("span", "log-name", "index"), ...cells);
    head.setAttribute("aria-hidden", "true");
    return head;
  }

  row(state, server, log, view, leader, acted) {
    const shown = state.servers[server];
    const role = shown.life === "up" ? shown.role : shown.life;
    const name = element(
      "span",
      `log-name ${role} ${colourOf(shown.term)}`,
      sign(role),
      this.recording.names[server],
    );
    const cells = indexes(view).map((index) => this.cell(state, server, log, index));
    const row = element("div", `log-row${acted ? " acted" : ""}`, name, ...cells);
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", this.aloud(state, server, log));
    if (shown.life !== "down" && !isUnknown(shown, "commit") && shown.commit >= view.first - 1) {
      row.append(at(element("span", "own-commit"), shown.commit - view.first + 1));
    }
    if (leader !== undefined && leader !== server)
      this.marks(state.servers[leader], server, view).forEach((mark) => row.append(mark));
    return row;
  }

  cell(state, server, log, index) {
    const entry = log[index - 1];
    if (!entry) return element("span", "log-cell none");
    const committed = index <= state.committed && this.recording.committed[index - 1] === entry.tip;
    const shown = state.servers[server];
    // It stands where another entry is committed, and its server leads or takes it for committed itself.
    const wrong =
      index <= state.committed &&
      !committed &&
      state.broken.size > 0 &&
      (shown.role === "leader" || shown.commit >= index);
    const looks = wrong ? "wrong" : committed ? "solid" : "hollow";
    const command = element("span", "log-command", entry.command);
    const cell = element(
      "span",
      `log-cell ${looks} ${colourOf(entry.term)}`,
      element("b", "", String(entry.term)),
      command,
    );
    cell.title = `entry ${index}: ${entry.command}, term ${entry.term}${committed ? ", committed" : ""}`;
    return cell;
  }

  /** Where the leader will send from, and up to where it knows the logs to agree. */
  marks({ next, matched }, server, view) {
    const mark = (index, glyph, word) => {
      if (index < view.first || index > view.last + 1) return [];
      return [at(element("span", "log-mark", view.wide ? `${glyph} ${word}` : glyph), index - view.first)];
    };
    return [
      ...mark(next[server], "△", "next"),
      ...(matched[server] > 0 ? mark(matched[server], "▲", "match") : []),
    ];
  }

  /** Under all logs, once: how far the cluster has committed. */
  bracket(state, view) {
    const row = element("div", "log-row log-bracket");
    row.setAttribute("aria-hidden", "true");
    if (state.committed >= view.first) {
      const bracket = at(element("span", "bracket", element("span", "", "committed")), 0);
      const cells = state.committed - view.first + 1;
      bracket.style.setProperty("--cells", cells);
      bracket.classList.toggle("short", cells * (view.wide ? CELL.wide : CELL.narrow) < 7);
      row.append(bracket);
    }
    return row;
  }

  aloud(state, server, log) {
    const entries = log.map((entry) => `${entry.command} of term ${entry.term}`).slice(-8);
    const earlier = log.length > entries.length ? `${log.length} entries, the last are ` : "";
    const committed = log.filter(
      (entry, place) => place < state.committed && this.recording.committed[place] === entry.tip,
    );
    const text =
      log.length === 0 ? "no entries" : `${earlier}${entries.join(", ")}; ${committed.length} committed`;
    return `Log of ${this.recording.names[server]}: ${text}`;
  }
}

const indexes = ({ first, last }) => Array.from({ length: last - first + 1 }, (_, place) => first + place);

/** Puts a mark into a row, so many cells from its first. */
function at(node, cells) {
  node.style.setProperty("--at", cells);
  return node;
}
