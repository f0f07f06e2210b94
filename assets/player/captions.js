// The subtitle over time: it can be read before it changes, and what matters goes first.

/** How long a subtitle stays while playing, in ms, by how much it matters. */
const STAYS = [1200, 1200, 3000, 5000];

class Captions {
  constructor(told) {
    this.show(told);
  }

  /** Shows a sentence at once, as when stepping. */
  show(told) {
    this.shown = told;
    this.waiting = undefined;
    this.age = 0;
  }

  /** Something happened while playing: it is shown when its turn comes. A heartbeat never takes the place of more. */
  offer(told) {
    if (told.weight === 0 && this.shown.weight >= 2) return;
    if (told.alarm || this.age >= STAYS[this.shown.weight]) {
      this.show(told);
    } else if (!this.waiting || told.weight >= this.waiting.weight) {
      this.waiting = told;
    }
  }

  /** Lets so many ms of your time pass. */
  advance(elapsed) {
    this.age += elapsed;
    if (this.waiting && this.age >= STAYS[this.shown.weight]) this.show(this.waiting);
  }
}
