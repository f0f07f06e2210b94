// The five properties of Figure 3, and the rule that the step carried out.

class Properties {
  constructor(place, recording, seek) {
    this.place = place;
    this.recording = recording;
    this.seek = seek;
  }

  show(state) {
    const rows = this.recording.about.properties.map(([name, section, lack], property) => {
      const broken = state.broken.has(property);
      const mark = element("span", "verdict", broken ? "✗" : lack ? "?" : "✓");
      mark.setAttribute("aria-hidden", "true");
      const row = element(
        "li",
        broken ? "property broken" : "property",
        mark,
        element("b", "", name),
        element("span", "place", section),
      );
      if (broken) row.append(this.since(state.broken.get(property)));
      else row.append(lack ? element("span", "since", lack) : unseen("holds"));
      return row;
    });
    const { findings } = this.recording;
    const found =
      findings.length > 0
        ? [
            element("h3", "", "Not as in the paper"),
            element("ul", "", ...findings.map((finding) => this.finding(finding))),
          ]
        : [];
    this.place.replaceChildren(
      element("h3", "", "At every step of every run"),
      element("ul", "property-list", ...rows),
      ...found,
    );
  }

  /** What the judge of a recording has found. */
  finding({ position, rule, says }) {
    const link = element(
      "button",
      "since",
      `${rule ?? "message"} · step ${grouped(this.recording.first + position)}`,
    );
    link.type = "button";
    link.addEventListener("click", () => this.seek(position));
    return element("li", "finding", link, ` ${says}`);
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

  show({ rule, position }) {
    const findings = this.recording.findings.filter((finding) => finding.position === position);
    const objections = findings.map(({ rule: broken, says }) =>
      element("p", "objection", element("b", "", `✗ ${broken ?? "message"} `), says),
    );
    const said = this.recording.rules[findings[0]?.rule ?? rule];
    this.place.replaceChildren(
      ...objections,
      ...(said
        ? this.article(findings[0]?.rule ?? rule, said)
        : [element("p", "quiet", "No rule of the paper is behind this step: it came from outside.")]),
    );
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
