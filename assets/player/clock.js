// Playback: how your time becomes simulated time.

/** Simulated time per time of yours, slowest first. */
const SPEEDS = [
  ["1/1000", 0.001],
  ["1/500", 0.002],
  ["1/200", 0.005],
  ["1/100", 0.01],
  ["1/50", 0.02],
  ["1/20", 0.05],
  ["1/10", 0.1],
  ["1/5", 0.2],
  ["1/2", 0.5],
  ["1×", 1],
  ["2×", 2],
  ["5×", 5],
  ["10×", 10],
];

/** A hundredth: a message of 10 ms takes a second to travel. */
const USUAL_SPEED = 3;

/** Quiet stretches pass so many times as fast at most; what is nearer than this (in ms) is waited for. */
const FASTEST_GLIDE = 10;
const NEAR = 500;
/** How much of the way ahead makes time pass as fast again, and how long it takes to get to the fastest, in ms. */
const BRAKE = 350;
const GATHER = 800;

/** A tab that slept must not be made up for: the longest stretch of your time that counts at once, in ms. */
const LONGEST_FRAME = 250;

class Clock {
  constructor() {
    this.playing = false;
    this.level = USUAL_SPEED;
    this.glide = 1;
  }

  get speed() {
    return SPEEDS[this.level][1];
  }

  get speedName() {
    return SPEEDS[this.level][0];
  }

  /** Faster (1) or slower (-1). */
  shift(by) {
    this.level = Math.min(Math.max(this.level + by, 0), SPEEDS.length - 1);
  }

  /**
   * The moment (in µs) to which time goes when so many ms of yours have passed. If nothing happens and nothing is
   * seen to travel until some moment, time glides there: faster and faster, and slower again before it.
   */
  until(now, elapsed, quietUntil) {
    const counted = Math.min(elapsed, LONGEST_FRAME);
    if (quietUntil === undefined) {
      this.glide = 1;
      return now + counted * 1000 * this.speed;
    }
    const ahead = (quietUntil - now) / 1000 / this.speed;
    const most = Math.min(1 + Math.max(ahead - NEAR, 0) / BRAKE, FASTEST_GLIDE);
    this.glide = Math.min(this.glide + (FASTEST_GLIDE * counted) / GATHER, most);
    const glided = Math.min(counted * this.glide, Math.max(ahead, counted));
    return now + glided * 1000 * this.speed;
  }
}
