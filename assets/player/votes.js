// The votes: whom each server has voted for in its term, and how far a candidate is from its majority.

class Votes {
  constructor(place, recording) {
    this.place = place;
    this.recording = recording;
  }

  show(state) {
    const candidate = state.candidate();
    this.place.replaceChildren(
      ...(candidate === undefined ? this.kept(state) : this.election(state, candidate)),
    );
  }

  election(state, candidate) {
    const { names, majority } = this.recording;
    const {
      term,
      votes: [yes, no],
    } = state.servers[candidate];
    const title = element(
      "h3",
      "",
      `Votes for ${names[candidate]} in term ${term}`,
      element("span", "note", `needs ${majority} of ${names.length}`),
    );
    const rows = state.numbers().map((server) => {
      const [verdict, words] = standingOf(state, candidate, server, yes, no);
      return element(
        "li",
        `vote ${verdict} ${colourOf(term)}`,
        element("b", "", names[server]),
        element("span", "", words),
      );
    });
    const rank = (row) =>
      ["yes", "asked", "no", "away"].findIndex((verdict) => row.classList.contains(verdict));
    rows.sort((a, b) => rank(a) - rank(b));
    return [
      title,
      element("ul", "vote-list", ...rows),
      quorumBar(countBits(yes), majority, names.length, term),
    ];
  }

  /** No election: what each server has on its disk. */
  kept(state) {
    const { names } = this.recording;
    const [leader] = state.leaders();
    const title =
      leader === undefined
        ? "No server is a candidate"
        : `${names[leader]} leads term ${state.servers[leader].term}`;
    const rows = state.servers.map(({ term, vote }, server) => {
      const words = vote === null ? `no vote in term ${term}` : `voted ${names[vote]} in term ${term}`;
      return element(
        "li",
        `vote ${colourOf(term)}`,
        element("b", "", names[server]),
        element("span", "", words),
      );
    });
    return [element("h3", "", title), element("ul", "vote-list kept", ...rows)];
  }
}

function standingOf(state, candidate, server, yes, no) {
  if (server === candidate) return ["yes", "itself"];
  if (hasBit(yes, server)) return ["yes", "granted"];
  if (hasBit(no, server)) return ["no", "refused"];
  if (state.servers[server].life === "down") return ["away", "down"];
  return ["asked", "no reply yet"];
}

/** One block a server, those that granted solid; the mark stands after the majority. */
function quorumBar(have, needed, size, term) {
  const blocks = Array.from({ length: size }, (_, place) => {
    const classes = ["block", place < have ? "solid" : "", place === needed - 1 ? "enough" : ""];
    return element("span", classes.filter(Boolean).join(" "));
  });
  const bar = element("div", `quorum ${colourOf(term)}`, ...blocks);
  bar.setAttribute("role", "img");
  bar.setAttribute("aria-label", `${have} of the ${needed} votes that it needs`);
  return bar;
}
