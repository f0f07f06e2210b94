// The five properties of Figure 3, and the rule that the step carried out.

class Properties {
  constructor(place, recording, seek) {
    this.place = place;
    this.recording = recording;
    this.seek = seek;
  }

  show(state) {
    const rows = this.recording.about.properties.map(([name, section], property) => {
      const broken = state.broken.has(property);
      const mark = element("span", "verdict", broken ? "✗" : "✓");
      mark.setAttribute("aria-hidden", "true");
      const row = element("li", broken ? "property broken" : "property", mark, element("b", "", name), element("span", "place", section));
      row.append(broken ? this.since(state.broken.get(property)) : unseen("holds"));
      return row;
    });
    this.place.replaceChildren(element("h3", "", "At every step of every run"), element("ul", "property-list", ...rows));
  }

  /** Where it broke. */
  since(position) {
    if (position < 0) return element("span", "since", "was broken before");
    const link = element("button", "since", `broken in step ${grouped(this.recording.first + position)}`);
    link.type = "button";
    link.addEventListener("click", () => this.seek(position));
    return link;
  }
}

/** The rule behind a step: what it says, and why it is there. */
class Rules {
  constructor(place, recording) {
    this.place = place;
    this.recording = recording;
  }

  show({ rule }) {
    const said = this.recording.rules[rule];
    this.place.replaceChildren(...(said ? this.article(rule, said) : [element("p", "quiet", "No rule of the paper is behind this step: it came from outside.")]));
  }

  article(rule, { name, place, words, why }) {
    return [
      element("h3", "", name, element("span", "note", rule)),
      element("p", "place", place),
      element("p", "", words),
      element("h4", "", "Why"),
      element("p", "", why),
    ];
  }
}
