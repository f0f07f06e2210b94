// The subtitle: what happened, why, and where the paper says so.

class Subtitle {
  constructor(recording) {
    this.recording = recording;
    this.band = byId("subtitle");
    [this.head, this.rest, this.place] = ["head", "rest", "place"].map(byId);
  }

  show({ head, rest, place, term, alarm }) {
    this.band.className = `subtitle ${alarm ? "alarm" : colourOf(term ?? 0)}`;
    say(this.head, head);
    say(this.rest, rest ? `: ${rest}` : "");
    say(this.place, place);
  }
}

/** Who leads which term, for the top of the page. */
class Standing {
  constructor(place, recording) {
    this.place = place;
    this.recording = recording;
  }

  show(state) {
    const { names, about } = this.recording;
    const [broken] = state.broken.keys();
    const leaders = state.leaders();
    const leads = (server, place) => {
      const { term } = state.servers[server];
      return this.piece(
        "leader",
        term,
        `${names[server]} ${place === 0 ? "leads" : "still leads"} term ${term}`,
      );
    };
    const pieces = broken !== undefined ? [this.broken(about.properties[broken][0])] : [];
    pieces.push(...(leaders.length > 0 ? leaders.slice(0, 2).map(leads) : [this.nobody(state)]));
    this.place.replaceChildren(...pieces);
  }

  nobody(state) {
    const sign = state.candidate() === undefined ? "follower" : "candidate";
    return this.piece(sign, state.term(), `term ${state.term()}, no leader`);
  }

  piece(role, term, text) {
    return element("span", `stands ${colourOf(term)}`, sign(role), text);
  }

  broken(name) {
    return element("span", "stands broken", `✗ ${name}`);
  }
}
