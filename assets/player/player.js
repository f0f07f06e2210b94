// The player: where we are in the run, and everything that shows it.

class Player {
  constructor(recording) {
    this.recording = recording;
    this.position = 0;
    this.now = recording.times[0];
    this.clock = new Clock();
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    const seek = (position) => this.seek(position);
    this.cluster = new Cluster(byId("ring"), recording);
    this.logs = new Logs(byId("logs"), byId("logs-note"), recording);
    this.events = new Events(byId("event-list"), byId("filters"), byId("search"), recording, seek);
    this.spaceTime = new SpaceTime(byId("space-time"), recording, seek);
    this.votes = new Votes(byId("votes"), recording);
    this.rules = new Rules(byId("rule"), recording);
    this.properties = new Properties(byId("properties"), recording, seek);
    this.scrubber = new Scrubber(byId("marks"), byId("seek"), recording, seek);
    this.subtitle = new Subtitle(recording);
    this.standing = new Standing(byId("standing"), recording);
    this.captions = new Captions(recording.told(0));
  }

  /** Goes to a position, and stands still there. */
  seek(position) {
    this.put(position);
    this.stop();
  }

  /** Stands still, at this very moment; the subtitle says what happened last. */
  stop() {
    this.pause();
    this.captions.show(this.recording.told(this.position));
    this.show();
    this.link();
  }

  step(by) {
    this.seek(this.position + by);
  }

  /** To the nearest step that matters. */
  leap(direction) {
    this.seek(this.recording.nearest(this.position, direction));
  }

  put(position) {
    this.position = Math.min(Math.max(position, 0), this.recording.end);
    this.now = this.recording.times[this.position];
  }

  toggle() {
    if (this.clock.playing) {
      this.stop();
    } else {
      if (this.position === this.recording.end) this.put(0);
      this.play();
    }
  }

  play() {
    this.clock.playing = true;
    this.clock.glide = 1;
    this.frameAt = undefined;
    this.showPlaying();
    this.nextFrame();
  }

  /** Asks for the next picture; there is never more than one on its way. */
  nextFrame() {
    cancelAnimationFrame(this.awaited);
    this.awaited = requestAnimationFrame((at) => this.frame(at));
  }

  pause() {
    this.clock.playing = false;
    this.showPlaying();
  }

  faster(by) {
    this.clock.shift(by);
    this.showPlaying();
  }

  /** One picture while playing. */
  frame(at) {
    if (!this.clock.playing) return;
    const elapsed = at - (this.frameAt ?? at);
    this.frameAt = at;
    this.captions.advance(elapsed);
    const moved = this.advance(elapsed);
    if (moved) this.show();
    else this.pass();
    if (this.position === this.recording.end) this.stop();
    else this.nextFrame();
  }

  /** Lets so many ms pass. Says whether anything happened. */
  advance(elapsed) {
    const { recording } = this;
    const until = this.clock.until(this.now, elapsed, this.quietUntil());
    const before = this.position;
    while (this.position < recording.end && recording.times[this.position + 1] <= until) {
      this.position += 1;
      this.captions.offer(recording.told(this.position));
      // A broken property is not passed over.
      if (recording.rows[this.position].w === 3) {
        this.seek(this.position);
        return true;
      }
    }
    this.now = this.position === recording.end ? recording.times[recording.end] : until;
    return this.position !== before;
  }

  /** The moment before which nothing happens and nothing is seen to travel, if there is one. */
  quietUntil() {
    const { way } = this.recording.at(this.position);
    const travels = [...way.values()].some((under) => !under.held && under.due > this.now);
    return travels ? undefined : this.recording.times[this.position + 1];
  }

  /** Shows everything. */
  show() {
    const state = this.recording.at(this.position);
    const told = this.recording.told(this.position);
    this.cluster.show(state, this.now, this.stillness.matches);
    this.logs.show(state, told.who);
    this.standing.show(state);
    this.scrubber.show(told);
    this.subtitle.show(this.captions.shown);
    this.narrate();
    const line = told.line === undefined ? "" : `line ${grouped(told.line)} · `;
    say(
      byId("moment"),
      `${line}${inMs(this.now)} · step ${grouped(told.number)} of ${grouped(this.recording.first + this.recording.end)}`,
    );
    this.showTab(state, told);
  }

  showTab(state, told) {
    const open = (id) => !byId(id).hidden;
    if (open("events")) this.events.show(this.position);
    if (open("votes")) this.votes.show(state);
    if (open("rule")) this.rules.show(told);
    if (open("properties")) this.properties.show(state);
    if (open("space-time")) this.spaceTime.show(state, this.now);
  }

  /** Shows that time has passed. */
  pass() {
    const state = this.recording.at(this.position);
    if (!this.stillness.matches) this.cluster.pass(state, this.now, false);
    this.subtitle.show(this.captions.shown);
    if (!byId("space-time").hidden && !this.stillness.matches) this.spaceTime.show(state, this.now);
  }

  showPlaying() {
    const { playing, speedName } = this.clock;
    byId("play").setAttribute("aria-pressed", String(playing));
    say(byId("speed"), speedName);
  }

  /** What the script says about this part of the run. */
  narrate() {
    const note = this.recording.note(this.position);
    say(byId("note"), note ? note.text : this.recording.about.intro);
  }

  /** The address of this step, so that it can be shared. */
  link() {
    const address = `#step=${this.recording.first + this.position}`;
    byId("link").href = address;
    clearTimeout(this.linking);
    this.linking = setTimeout(() => {
      try {
        history.replaceState(null, "", address);
      } catch {
        // Where a page may not change its address, the link beside the buttons still has it.
      }
    }, 200);
  }

  /** Goes where the address says. */
  follow() {
    const step = /^#step=(\d{1,9})$/.exec(location.hash)?.[1];
    this.seek(step === undefined ? 0 : Number(step) - this.recording.first);
  }

  /** The page has another size. */
  measure() {
    this.cluster.measure();
    this.scrubber.measure();
    this.show();
  }
}

function begin() {
  const theme = kept("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  for (const id of ["stage", "dock", "top-buttons"]) byId(id).hidden = false;
  const player = new Player(new Recording(JSON.parse(byId("run").textContent)));
  connect(player);
  explainSigns(byId("signs"));
  player.follow();
  addEventListener("hashchange", () => player.follow());
  new ResizeObserver(() => player.measure()).observe(byId("ring"));
}

begin();
