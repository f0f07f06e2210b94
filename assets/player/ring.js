// The ring: where each server's card stands, and the ways between them.

/** The sizes of a card, largest first, and how much room messages need between two of them, in rem. */
const CARDS = [
  { name: "full", width: 11.6, height: 4.8, apart: 4 },
  { name: "middling", width: 7.8, height: 4.5, apart: 3 },
  { name: "small", width: 4.9, height: 2.4, apart: 1 },
];

class Ring {
  /** A ring of so many servers in an area of so many pixels. */
  constructor(count, width, height, rem) {
    this.width = width;
    this.height = height;
    /** What is drawn grows with the letters. */
    this.unit = rem / 15;
    for (const card of CARDS) {
      this.card = card;
      this.halves = { x: (card.width * rem) / 2, y: (card.height * rem) / 2 };
      this.centres = this.place(count, rem);
      if (this.hasRoom(card.apart * rem)) break;
    }
  }

  /** S1 on top, the others clockwise. */
  place(count, rem) {
    const across = Math.max(this.width / 2 - this.halves.x - 0.3 * rem, 0);
    const down = Math.max(this.height / 2 - this.halves.y - 0.3 * rem, 0);
    const wide = Math.min(across, down * 1.7);
    const turn = (server) => (server / count) * 2 * Math.PI - Math.PI / 2;
    // With few servers, wider than an ellipse: so there is a way between those at the bottom.
    const bend = count > 7 ? 1 : 0.7;
    const aside = (angle) => Math.sign(Math.cos(angle)) * Math.abs(Math.cos(angle)) ** bend;
    const centres = Array.from({ length: count }, (_, server) => ({
      x: this.width / 2 + (count > 1 ? wide * aside(turn(server)) : 0),
      y: this.height / 2 + (count > 1 ? down * Math.sin(turn(server)) : 0),
    }));
    // A ring of three or five reaches less far down than up.
    const lowest = Math.max(...centres.map((centre) => centre.y));
    const slack = (this.height - this.halves.y - 0.3 * rem - lowest) / 2;
    for (const centre of centres) centre.y += count > 1 ? slack : 0;
    return centres;
  }

  hasRoom(gap) {
    const { x, y } = this.halves;
    const apart = (a, b) => Math.abs(a.x - b.x) >= 2 * x + gap || Math.abs(a.y - b.y) >= 2 * y + gap / 2;
    return this.centres.every((a, i) => this.centres.every((b, j) => i >= j || apart(a, b)));
  }

  /**
   * The straight way of messages from one server to another. Those that go the other way pass beside them, and none
   * of this breadth touches a card.
   */
  way(from, to, sideways = 8, breadth = 8) {
    const [start, end] = [this.centres[from], this.centres[to]];
    const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
    const along = { x: (end.x - start.x) / length, y: (end.y - start.y) / length };
    const aside = sideways * this.unit;
    const shift = { x: -along.y * aside, y: along.x * aside };
    const margin = { x: (breadth / 2 + 9) * this.unit, y: 13 * this.unit };
    const reach = this.edge(shift, along, margin);
    const back = this.edge(shift, { x: -along.x, y: -along.y }, margin);
    const point = (distance) => ({
      x: start.x + shift.x + along.x * distance,
      y: start.y + shift.y + along.y * distance,
    });
    const first = Math.min(reach, length / 2);
    const last = Math.max(length - back, length / 2);
    return {
      angle: (Math.atan2(along.y, along.x) * 180) / Math.PI,
      along,
      at: (share) => point(first + (last - first) * share),
    };
  }

  /** How far it is from a point near the middle of a card to a little outside of it. */
  edge(from, along, margin) {
    const far = (half, position, direction) =>
      Math.abs(direction) < 1e-6 ? Infinity : (half - Math.sign(direction) * position) / Math.abs(direction);
    return Math.min(
      far(this.halves.x + margin.x, from.x, along.x),
      far(this.halves.y + margin.y, from.y, along.y),
    );
  }
}
