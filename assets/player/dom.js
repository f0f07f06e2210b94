// Making elements. Text from the run reaches the page through these functions only, and always as text.

const SVG = "http://www.w3.org/2000/svg";

/** The element with this id. */
const byId = (id) => document.getElementById(id);

/** A new element, with classes, texts and elements in it. */
function element(name, classes = "", ...children) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...children);
  return made;
}

/** A new element of a drawing, with attributes. */
function drawn(name, attributes = {}) {
  return adjust(document.createElementNS(SVG, name), attributes);
}

/** Changes attributes of an element of a drawing. */
function adjust(shape, attributes) {
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
  return shape;
}

/** A text that only people hear who have the page read to them. */
const unseen = (text) => element("span", "unseen", text);

/** Puts a text, if it is another one: what is the same is not read out again. */
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** The class that gives an element the colour of a term. */
const colourOf = (term) => (term > 0 ? `t${((term - 1) % 6) + 1}` : "t0");

/** `12 840`: digits in groups of three. */
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u2009");

/** µs as `184 ms`. */
const inMs = (time) => `${grouped(Math.floor(time / 1000))} ms`;

/** What stands for roles and events: shapes of 16 by 16, told apart without colour. */
const SIGNS = {
  leader: "M8 .8l2.2 4.7 5.1.7-3.7 3.6.9 5.1L8 12.4l-4.5 2.5.9-5.1L.7 6.2l5.1-.7z",
  candidate: "M8 .5L15.5 8 8 15.5.5 8z",
  follower: "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z",
  down: "M3.4 1.6L8 6.2l4.6-4.6 1.8 1.8L9.8 8l4.6 4.6-1.8 1.8L8 9.8l-4.6 4.6-1.8-1.8L6.2 8 1.6 3.4z",
  frozen: "M2 2h12v12H2zM4 4v8h8V4zM6 6h4v4H6z",
  restart: "M8 2a6 6 0 1 0 6 6h-2.2A3.8 3.8 0 1 1 8 4.2V7l5-4-5-3.6z",
  network:
    "M1 1h3v3H1zM6.5 1h3v3h-3zM12 1h3v3h-3zM3.7 6.5h3v3h-3zM9.3 6.5h3v3h-3zM1 12h3v3H1zM6.5 12h3v3h-3zM12 12h3v3h-3z",
  commit: "M1.5 8.5l2-2L6.5 9.5 12.5 3l2 2-8 8.5z",
};

/** A sign as a small picture; what it means is to be said beside it. */
function sign(name) {
  const picture = drawn("svg", { viewBox: "0 0 16 16", class: `sign sign-${name}`, "aria-hidden": "true" });
  picture.append(drawn("path", { d: SIGNS[name], "fill-rule": "evenodd" }));
  return picture;
}
