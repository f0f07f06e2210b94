// Cuts: a stippled band between the sides of a partition; where links are cut singly, marks on those links.

/**
 * The sides of a network that is cut cleanly: everyone hears all of their own side and nobody else. Empty if there
 * is no such cut.
 */
function sidesOf(state) {
  if (!state.deaf.some((bits) => bits)) return [];
  const everyone = state.numbers();
  const inTouch = (a, b) => a === b || (!state.isCut(a, b) && !state.isCut(b, a));
  const sides = [];
  for (const server of everyone) {
    const own = sides.find((side) => side.includes(server));
    const touched = everyone.filter((other) => inTouch(server, other));
    if (own === undefined) sides.push(touched);
    else if (own.length !== touched.length || own.some((other) => !touched.includes(other))) return [];
  }
  const clean = (a, b) => a === b || state.isCut(a, b) !== inTouch(a, b);
  return sides.length > 1 && everyone.every((a) => everyone.every((b) => clean(a, b))) ? sides : [];
}

/** Draws what is cut. */
function drawCuts(layer, ring, state) {
  layer.replaceChildren();
  if (!state.deaf.some((bits) => bits)) return;
  const sides = sidesOf(state);
  if (sides.length > 0) drawBand(layer, ring, sides);
  else drawCutLinks(layer, ring, state);
}

/** Dots wherever the nearest card of one side is about as near as the nearest of another. */
function drawBand(layer, ring, sides) {
  const [grain, breadth] = [7, 34];
  const sideOf = (server) => sides.findIndex((side) => side.includes(server));
  const points = ring.centres.map((centre, server) => ({ ...centre, side: sideOf(server) }));
  let dots = "";
  let middle;
  for (let row = 0, y = grain / 2; y < ring.height; row += 1, y += grain) {
    for (let x = row % 2 ? grain / 2 : grain; x < ring.width; x += grain) {
      if (gapAt(points, x, y) < breadth && !onCard(ring, x, y)) {
        dots += `M${x} ${y}h2v2h-2z`;
        const off = Math.hypot(x - ring.width / 2, y - ring.height / 2);
        if (!middle || off < middle.off) middle = { x, y, off };
      }
    }
  }
  layer.append(drawn("path", { d: dots, class: "cut-band" }));
  if (middle) layer.append(label(middle.x, middle.y, "cut", "cut-word"));
}

/** How much nearer the nearest side is than the next one, as a distance across. */
function gapAt(points, x, y) {
  const nearest = new Map();
  for (const point of points) {
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance < (nearest.get(point.side) ?? Infinity)) nearest.set(point.side, distance);
  }
  const [first, second] = [...nearest.values()].sort((a, b) => a - b);
  return second - first;
}

function onCard(ring, x, y) {
  return ring.centres.some(
    (centre) => Math.abs(centre.x - x) < ring.halves.x + 4 && Math.abs(centre.y - y) < ring.halves.y + 4,
  );
}

/** A cross on each link that is cut: in the middle for both directions, near the deaf end for one. */
function drawCutLinks(layer, ring, state) {
  for (const from of state.numbers()) {
    for (const to of state.numbers()) {
      if (from === to || !state.isCut(from, to)) continue;
      const both = state.isCut(to, from);
      if (both && to < from) continue;
      const way = ring.way(from, to, both ? 0 : 6);
      const [start, end, cross] = [way.at(0), way.at(1), way.at(both ? 0.5 : 0.8)];
      layer.append(drawn("line", { x1: start.x, y1: start.y, x2: end.x, y2: end.y, class: "cut-link" }));
      layer.append(crossAt(cross, 6));
    }
  }
}

/** A cross in the colour of alarm. */
function crossAt({ x, y }, size) {
  const d = `M${x - size} ${y - size}L${x + size} ${y + size}M${x + size} ${y - size}L${x - size} ${y + size}`;
  return drawn("path", { d, class: "cross" });
}

/** A word in a drawing, readable over lines. */
function label(x, y, text, classes, anchor = "middle") {
  const word = drawn("text", { x, y, class: classes, "text-anchor": anchor, "dominant-baseline": "central" });
  word.textContent = text;
  return word;
}
