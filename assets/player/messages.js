// Messages in flight: a shape that says what it is, in the colour of its term, on a dotted line that is bold behind
// it and faint ahead.
//
//   diamond             asks for a vote       hollow arrow          heartbeat
//   diamond, check      grants it             full arrow, cells     entries, by their terms
//   diamond, cross      refuses it            arrow, check, cross   stored, refused

/** One word beside a message. */
const KIND_WORDS = {
  ask: "vote?",
  yes: "yes",
  no: "no",
  beat: "beat",
  entries: "",
  stored: "stored",
  refused: "no",
};
/** What is said where a message was lost. */
const LOSS_WORDS = {
  network: "lost",
  cut: "cut",
  "server-down": "down",
  dropped: "dropped",
  unheard: "not received",
};

const DIAMOND = "M0 -8L8 0L0 8L-8 0z";
const ARROW = "M-7 -7.5L8.5 0L-7 7.5z";
const CHECK = "M-4 0L-1 4L5 -4";
const CROSS = "M-4 -4L4 4M4 -4L-4 4";

/** What a message looks like: what it is about, and what it answers or, of so many entries at most, their terms. */
function glyphOf(message, angle, most = 3) {
  const glyph = drawn("g", { class: `glyph ${message.kind}` });
  const boarded = message.terms.slice(0, most);
  const vote = ["ask", "yes", "no"].includes(message.kind);
  const noun = drawn("path", { d: vote ? DIAMOND : ARROW, class: "noun" });
  if (!vote) noun.setAttribute("transform", `rotate(${angle})`);
  glyph.append(noun);
  const verdict = { yes: CHECK, stored: CHECK, no: CROSS, refused: CROSS }[message.kind];
  if (verdict) glyph.append(drawn("path", { d: verdict, class: "verdict", transform: "translate(15 0)" }));
  boarded.forEach((term, place) => {
    const cell = drawn("g", { class: `board ${colourOf(term)}`, transform: `translate(${17 + place * 15} 0)` });
    cell.append(
      drawn("rect", { x: -6.5, y: -8, width: 13, height: 16, rx: 2 }),
      label(0, 0.5, String(term), "board-term"),
    );
    glyph.append(cell);
  });
  if (message.entries > boarded.length)
    glyph.append(label(12 + boarded.length * 15, 0, "…", "board-more", "start"));
  return glyph;
}

/** How far to the right of the middle of its noun a message reaches. */
function breadthOf(message, most) {
  const shown = Math.min(message.terms.length, most);
  if (shown > 0) return 10 + shown * 15 + (message.entries > shown ? 12 : 0);
  return ["ask", "beat"].includes(message.kind) ? 8 : 20;
}

/** All messages on the ring. */
class Messages {
  constructor(layer, recording) {
    this.layer = layer;
    this.recording = recording;
    this.pictures = new Map();
  }

  /** The ring has changed: everything is drawn anew. */
  clear() {
    this.pictures.clear();
    this.layer.replaceChildren();
  }

  /** Draws the messages as they are at a moment. Without motion a message stays near its sender until it is there. */
  draw(ring, state, now, still) {
    const wanted = new Map([...state.way.values()].map((under) => [under.message, under]));
    for (const [number, picture] of this.pictures) {
      if (wanted.has(number)) continue;
      picture.whole.remove();
      this.pictures.delete(number);
    }
    for (const under of wanted.values()) {
      const picture = this.pictures.get(under.message) ?? this.picture(ring, under.message);
      this.put(picture, under, state, now, still);
    }
  }

  picture(ring, number) {
    const message = this.recording.messages[number];
    const full = ring.card.name === "full";
    const breadth = breadthOf(message, full ? 3 : 1);
    const way = ring.way(message.from, message.to, 8, breadth);
    const whole = drawn("g", { class: `message ${colourOf(message.term)}` });
    const title = drawn("title");
    title.textContent = message.says;
    const behind = drawn("line", { class: "behind" });
    const ahead = drawn("line", { class: "ahead" });
    const glyph = glyphOf(message, way.angle, full ? 3 : 1);
    // Where there is little room, only what is said but not seen, or bad news, has a word.
    const said = full || ["no", "refused"].includes(message.kind) ? KIND_WORDS[message.kind] : "";
    const word = label(0, 0, said, `word ${message.kind}`, "start");
    whole.append(title, ahead, behind, glyph, word);
    this.layer.append(whole);
    const picture = { whole, behind, ahead, glyph, word, said, way, message, breadth, unit: ring.unit };
    this.pictures.set(number, picture);
    return picture;
  }

  put({ behind, ahead, glyph, word, said, way, message, breadth, unit }, under, state, now, still) {
    const share = this.share(message, under, now, still);
    const [start, here, end] = [way.at(0), way.at(share), way.at(1)];
    adjust(behind, { x1: start.x, y1: start.y, x2: here.x, y2: here.y });
    adjust(ahead, { x1: start.x, y1: start.y, x2: end.x, y2: end.y });
    const left = (breadth - 8) / 2;
    glyph.setAttribute("transform", `translate(${here.x} ${here.y}) scale(${unit}) translate(${-left} 0)`);
    const waits = state.servers[message.to].life === "frozen" && !under.doom && under.due <= now;
    say(word, under.held ? "held" : waits ? "waits" : said);
    // On a level way the word stands above or below, on the side that is its own.
    const level = Math.abs(way.along.y) < 0.3;
    const beside = { x: here.x + (breadth - left + 6) * unit, y: here.y, "text-anchor": "start" };
    const towards = share > 0.7 === way.along.x > 0 ? "end" : "start";
    const anchor = share > 0.7 || share < 0.3 ? towards : "middle";
    const off = { x: here.x, y: here.y + Math.sign(way.along.x) * 19 * unit, "text-anchor": anchor };
    adjust(word, level ? off : beside);
  }

  /** How far a message is on its way, from 0 to 1. One that will be lost is only followed to where it is lost. */
  share(message, under, now, still) {
    if (under.held) return 0.12;
    const gone = (now - message.sent) / Math.max(under.due - message.sent, 1);
    if (still && gone < 1) return 0.3;
    const share = Math.min(Math.max(gone, 0), 1);
    return under.doom && under.doom !== "dropped" ? share / 2 : share;
  }
}

/** What the last step did to a message: it arrived, or it was lost. Lost ones stay for two steps. */
function drawEnds(layer, ring, recording, position) {
  layer.replaceChildren();
  const { got } = recording.rows[position];
  if (got !== undefined) {
    const message = recording.messages[got];
    const way = ring.way(message.from, message.to);
    const [start, end] = [way.at(0), way.at(1)];
    const path = drawn("g", { class: `arrived ${colourOf(message.term)}` });
    path.append(drawn("line", { x1: start.x, y1: start.y, x2: end.x, y2: end.y }));
    path.append(
      drawn("path", { d: "M-9 -5L0 0L-9 5z", transform: `translate(${end.x} ${end.y}) rotate(${way.angle})` }),
    );
    layer.append(path);
  }
  for (const at of [position - 1, position]) {
    const lost = recording.rows[at]?.lost;
    if (lost) drawLoss(layer, ring, recording.messages[lost[0]], lost[1]);
  }
}

function drawLoss(layer, ring, message, why) {
  const way = ring.way(message.from, message.to);
  const [start, end] = [way.at(0), way.at(why === "network" || why === "cut" ? 0.5 : 1)];
  const group = drawn("g", { class: `lost ${colourOf(message.term)}` });
  group.append(drawn("line", { x1: start.x, y1: start.y, x2: end.x, y2: end.y, class: "behind" }));
  group.append(crossAt(end, 6), label(end.x + 12, end.y, LOSS_WORDS[why], "loss-word", "start"));
  layer.append(group);
}
