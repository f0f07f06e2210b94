// The cluster: a ring of cards, what travels between them, and what keeps it from arriving.

/** A timer of so many µs or more has no number: it will not run out while anybody looks. */
const UNCOUNTED = 10_000_000;

class Cluster {
  constructor(place, recording) {
    this.place = place;
    this.recording = recording;
    this.drawing = drawn("svg", { class: "ways", "aria-hidden": "true" });
    this.cuts = drawn("g");
    this.ends = drawn("g");
    const travelling = drawn("g");
    this.drawing.append(this.cuts, this.ends, travelling);
    this.messages = new Messages(travelling, recording);
    this.cards = recording.names.map((name, server) => new Card(name, recording.calls[server]));
    const list = element("ul", "cards", ...this.cards.map((card) => card.whole));
    list.setAttribute("aria-label", "Servers");
    place.append(this.drawing, list);
    this.measure();
  }

  /** Finds room for the cards. */
  measure() {
    const { clientWidth: width, clientHeight: height } = this.place;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.ring = new Ring(this.cards.length, width, height, rem);
    adjust(this.drawing, { viewBox: `0 0 ${width} ${height}`, width, height });
    this.place.dataset.card = this.ring.card.name;
    this.cards.forEach((card, server) => card.stand(this.ring, server));
    this.messages.clear();
  }

  /** Shows everything as it is after a step. */
  show(state, now, still) {
    drawCuts(this.cuts, this.ring, state);
    drawEnds(this.ends, this.ring, this.recording, state.position);
    const { who } = this.recording.rows[state.position];
    const reach = sidesOf(state).length > 0;
    this.cards.forEach((card, server) => card.show(state, server, this.recording, server === who, reach));
    this.pass(state, now, still);
  }

  /** Time has passed, and nothing has happened. */
  pass(state, now, still) {
    this.messages.draw(this.ring, state, now, still);
    this.cards.forEach((card, server) => card.drain(state.servers[server], now));
  }
}

/** One server: role, term, one fact, and its timer as the bottom edge. */
class Card {
  constructor(name, called) {
    this.face = element("span", "face");
    this.role = element("span", "role");
    this.term = element("span", "card-term");
    this.fact = element("p", "fact");
    this.bar = element("span", "bar");
    this.left = element("span", "left");
    const head = element("p", "card-head", this.face, element("b", "", name), this.role, this.term);
    const timer = element("p", "timer", element("span", "track", this.bar), this.left);
    timer.setAttribute("aria-hidden", "true");
    this.called = called;
    this.whole = element("li", "card", head, this.fact, timer);
    if (called) this.whole.title = called;
  }

  stand(ring, server) {
    const { x, y } = ring.centres[server];
    Object.assign(this.whole.style, {
      left: `${x - ring.halves.x}px`,
      top: `${y - ring.halves.y}px`,
      width: `${ring.halves.x * 2}px`,
      height: `${ring.halves.y * 2}px`,
    });
  }

  show(state, server, recording, acted, parted) {
    const shown = state.servers[server];
    const role = shown.life === "up" ? shown.role : shown.life;
    this.whole.className = `card ${role} ${colourOf(shown.term)}${acted ? " acted" : ""}`;
    if (this.faceOf !== role) {
      this.face.replaceChildren(sign(role));
      this.faceOf = role;
    }
    say(this.role, isUnknown(shown, "role") ? "?" : role);
    say(this.term, `T${isUnknown(shown, "term") ? "?" : shown.term}`);
    const fact = factOf(state, server, recording, parted);
    say(this.fact, [fact, this.called].filter(Boolean).join(" · "));
  }

  /** How much is left on the timer. */
  drain({ life, timer }, now) {
    const [due, length] = (life === "up" && timer) || [0, 0];
    const left = Math.max(due - now, 0);
    this.bar.style.transform = `scaleX(${length > 0 ? Math.min(left / length, 1).toFixed(4) : 0})`;
    this.bar.parentNode.style.visibility = length > 0 ? "" : "hidden";
    say(this.left, length > 0 && left < UNCOUNTED ? inMs(left) : "");
  }
}

/** The one thing worth saying about a server. */
function factOf(state, server, { names, majority }, parted) {
  const shown = state.servers[server];
  if (shown.life === "down") return "keeps vote, log";
  if (shown.life === "frozen") return "frozen";
  if (shown.votes) return `${countBits(shown.votes[0])} of ${majority} votes`;
  if (shown.role === "leader") {
    const reached = state
      .numbers()
      .filter(
        (other) =>
          state.servers[other].life === "up" && !state.isCut(server, other) && !state.isCut(other, server),
      );
    return parted ? `reaches ${reached.length} of ${names.length}` : `commit ${shown.commit}`;
  }
  if (isUnknown(shown, "vote")) return isUnknown(shown, "commit") ? "" : `commit ${shown.commit}`;
  if (shown.leader !== null)
    return shown.log === 0 || parted ? `follows ${names[shown.leader]}` : `commit ${shown.commit}`;
  if (shown.vote === null) return `no vote in T${shown.term}`;
  return shown.term === state.term()
    ? `voted ${names[shown.vote]}`
    : `voted ${names[shown.vote]} in T${shown.term}`;
}
