// The run: what happened at each step, and how everything was after it.
//
// The data says how things begin and what each step changes. Any state is found from the last one that was kept
// before it, so that one can go anywhere at once.

/** A state is kept every so many steps. */
const KEPT_EVERY = 100;

/** How everything is after a step. */
class State {
  constructor(start) {
    /** Its position: 0 for the first step of this page. */
    this.position = 0;
    this.time = start.time;
    this.servers = start.servers;
    /** Messages under way, by their number: when each arrives, whether it is held, why it will not arrive. */
    this.way = new Map();
    /** By sender: who does not hear it, as bits. */
    this.deaf = start.deaf;
    /** How many entries are committed. */
    this.committed = start.committed.length;
    /** The properties that are broken, each with the position of the step that broke it. */
    this.broken = new Map(start.broken.map((property) => [property, -1]));
    this.move(start.way);
  }

  copy() {
    const copy = Object.assign(Object.create(State.prototype), this);
    // Servers and lists are replaced, never changed; these two are changed.
    copy.way = new Map(this.way);
    copy.broken = new Map(this.broken);
    copy.servers = [...this.servers];
    return copy;
  }

  /** Goes on by the step that comes next. */
  apply(row) {
    this.position += 1;
    this.time += row.t;
    for (const [server, change] of Object.entries(row.set ?? {})) {
      this.servers[server] = { ...this.servers[server], ...change };
    }
    this.move(row.way ?? []);
    for (const message of row.gone ?? []) this.way.delete(message);
    this.deaf = row.deaf ?? this.deaf;
    this.committed += row.committed?.length ?? 0;
    for (const property of row.broken ?? []) this.broken.set(property, this.position);
  }

  move(messages) {
    for (const [message, due, held = false, doom = null] of messages)
      this.way.set(message, { message, due, held, doom });
  }

  /** The servers that run and lead, those of the latest term first. */
  leaders() {
    const leads = (server) => this.servers[server].life === "up" && this.servers[server].role === "leader";
    return this.numbers()
      .filter(leads)
      .sort((a, b) => this.servers[b].term - this.servers[a].term);
  }

  /** The candidate of the latest term that has most votes, if no leader has ended its election. */
  candidate() {
    const standing = (server) => this.servers[server].life === "up" && this.servers[server].votes;
    const rank = (server) => [this.servers[server].term, countBits(this.servers[server].votes[0])];
    const [best] = this.numbers()
      .filter(standing)
      .sort((a, b) => rank(b)[0] - rank(a)[0] || rank(b)[1] - rank(a)[1]);
    const [leader] = this.leaders();
    const over =
      leader !== undefined && best !== undefined && this.servers[leader].term >= this.servers[best].term;
    return over ? undefined : best;
  }

  /** The latest term that any server knows. */
  term() {
    return Math.max(...this.servers.map((server) => server.term));
  }

  numbers() {
    return this.servers.map((_, server) => server);
  }

  /** Whether nothing from one server reaches the other. */
  isCut(from, to) {
    return hasBit(this.deaf[from], to);
  }
}

/** A run that was recorded. */
class Recording {
  constructor(data) {
    this.about = data.about;
    this.first = data.about.first;
    this.rows = data.steps;
    this.names = data.about.servers;
    /** What a recording calls them, where that is something else. */
    this.calls = data.about.calls ?? [];
    this.findings = (data.about.findings ?? []).map(([step, rule, says]) => ({
      position: step - this.first,
      rule,
      says,
    }));
    this.majority = data.about.majority;
    this.end = data.steps.length - 1;
    /** What a script or a recording says, and after which step. */
    this.notes = data.notes.map(([step, text]) => ({ position: step - this.first, text }));
    this.rules = data.rules;
    this.words = ["", ...data.words];
    this.messages = data.messages.map(([from, to, sent, travels, kind, term, terms, entries, letter]) => ({
      from,
      to,
      sent,
      travels,
      kind,
      term,
      terms,
      entries,
      says: this.words[letter],
    }));
    this.tree = data.entries;
    this.logs = new Map([[0, []]]);
    this.committed = [...data.start.committed];
    this.times = [];
    this.kept = [];
    this.goThrough(new State(data.start));
    this.state = this.kept[0].copy();
  }

  /** Goes through the run once, keeping a state now and then. */
  goThrough(state) {
    this.rows.forEach((row, position) => {
      if (position > 0) {
        state.apply(row);
        this.committed.push(...(row.committed ?? []));
      }
      if (position % KEPT_EVERY === 0) this.kept.push(state.copy());
      this.times.push(state.time);
      if (row.got !== undefined) this.messages[row.got].ended = position;
      if (row.lost !== undefined)
        Object.assign(this.messages[row.lost[0]], { ended: position, lost: row.lost[1] });
    });
  }

  /** How everything is after the step at a position. It is good until the next call. */
  at(position) {
    const kept = this.kept[Math.floor(position / KEPT_EVERY)];
    if (this.state.position > position || this.state.position < kept.position) this.state = kept.copy();
    while (this.state.position < position) this.state.apply(this.rows[this.state.position + 1]);
    return this.state;
  }

  /** What is said of the step at a position. */
  told(position) {
    const row = this.rows[position];
    const [head, rest, place, narrow] = row.say.map((number) => this.words[number]);
    return {
      position,
      head,
      rest,
      place,
      narrow,
      weight: row.w,
      term: row.term,
      who: row.who,
      mark: row.mark,
      rule: row.rule,
      line: row.line,
      number: this.first + position,
      time: this.times[position],
      alarm: row.w === 3,
    };
  }

  /** The entries of a log, by where it ends: the first has index 1 and stands at position 0. */
  log(tip) {
    const known = this.logs.get(tip);
    if (known) return known;
    const entries = [];
    let at = tip;
    while (at > 0) {
      const [before, term, command] = this.tree[at - 1];
      entries.push({ tip: at, term, command });
      at = before;
    }
    entries.reverse();
    this.logs.set(tip, entries);
    return entries;
  }

  /** What was said last at a position. */
  note(position) {
    return this.notes.findLast((note) => note.position <= position);
  }

  /** The nearest position before (-1) or after (1) another one whose step matters. */
  nearest(position, direction) {
    let at = position + direction;
    while (at > 0 && at < this.end && this.rows[at].w < 2) at += direction;
    return Math.min(Math.max(at, 0), this.end);
  }
}

/** Whether a recording does not tell this of a server. */
const isUnknown = ({ unknown }, what) => unknown.includes(what);

const hasBit = (bits, position) => ((bits >>> position) & 1) === 1;

function countBits(bits) {
  let count = 0;
  for (let left = bits; left; left &= left - 1) count += 1;
  return count;
}
