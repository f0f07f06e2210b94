// Mouse, pen and fingers.

import { scale } from "./size.js";

/** So long a finger rests for the menu. */
const LONG = 450;
/** So far a finger may slip and is still a click. */
const SLIP = 8;
/** So far the wheel is turned for one line of the program. */
const NOTCH = 40;

const place = (canvas, event) => {
  const box = canvas.getBoundingClientRect();
  const ratio = canvas.width / box.width;
  return [(event.clientX - box.left) * ratio, (event.clientY - box.top) * ratio];
};

export function point(canvas, shell, resize) {
  const tell = (what, event) => {
    const [x, y] = place(canvas, event);
    const does = event.pointerType === "touch" ? shell.touch : shell.use;
    does((program) => program.pointer(what, x, y));
  };
  shell.resize = resize;

  let turned = 0;
  canvas.addEventListener(
    "wheel",
    (event) => {
      // With Ctrl it is the browser's: larger and smaller.
      if (event.ctrlKey) return;
      event.preventDefault();
      turned += event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * NOTCH : event.deltaY;
      while (Math.abs(turned) >= NOTCH) {
        tell(turned > 0 ? "down" : "up", event);
        turned -= Math.sign(turned) * NOTCH;
      }
    },
    { passive: false },
  );
  const tip = document.getElementById("tip");
  let hovered = 0;
  const hover = (event) => {
    cancelAnimationFrame(hovered);
    hovered = requestAnimationFrame(() => {
      const [x, y] = place(canvas, event);
      const what = shell.program.hover(x, y);
      canvas.style.cursor = what === undefined ? "default" : "pointer";
      tip.hidden = what === undefined;
      if (what === undefined) return;
      tip.textContent = what;
      const box = canvas.getBoundingClientRect();
      const left = Math.min(event.clientX - box.left + 14, box.width - tip.offsetWidth - 4);
      const below = event.clientY - box.top + 20;
      tip.style.left = `${Math.max(0, left)}px`;
      tip.style.top = `${below + tip.offsetHeight > box.height ? below - 28 - tip.offsetHeight : below}px`;
    });
  };
  canvas.addEventListener("pointerleave", () => (tip.hidden = true));
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());

  /** The fingers that are down, with where they came down and are. */
  const fingers = new Map();
  let pressed = null;
  let apart = 0;

  const distance = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    if (event.pointerType !== "touch") {
      if (event.button === 0) {
        pressed = event.pointerId;
        tell("left", event);
      } else if (event.button === 2) tell("right", event);
      event.preventDefault();
      return;
    }
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY, fromX: event.clientX, fromY: event.clientY });
    clearTimeout(pressed?.timer);
    if (fingers.size === 2) {
      apart = distance();
      pressed = null;
      return;
    }
    pressed = { state: "waits", timer: setTimeout(() => {
      if (pressed?.state !== "waits") return;
      pressed.state = "done";
      tell("right", event);
    }, LONG) };
    event.preventDefault();
  });

  canvas.addEventListener("pointermove", (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) {
      if (pressed === event.pointerId) tell("drag", event);
      if (event.pointerType === "mouse") hover(event);
      return;
    }
    const before = finger.y;
    Object.assign(finger, { x: event.clientX, y: event.clientY });
    if (fingers.size === 2) {
      const now = distance();
      // Not at every pixel: each size of text is painted anew.
      if (Math.abs(now / apart - 1) > 0.06) {
        scale(now / apart);
        apart = now;
        resize();
      }
      return;
    }
    if (!pressed) return;
    const [alongX, alongY] = [finger.x - finger.fromX, finger.y - finger.fromY];
    if (pressed.state === "waits" && Math.hypot(alongX, alongY) > SLIP) {
      clearTimeout(pressed.timer);
      // Up and down scrolls; along a line drags what was taken hold of.
      pressed.state = Math.abs(alongY) > Math.abs(alongX) ? "scrolls" : "drags";
      if (pressed.state === "drags") tell("left", { clientX: finger.fromX, clientY: finger.fromY });
      turned = 0;
    }
    if (pressed.state === "drags") tell("drag", event);
    if (pressed.state === "scrolls") {
      turned += (before - finger.y) * 2;
      while (Math.abs(turned) >= NOTCH) {
        tell(turned > 0 ? "down" : "up", { clientX: finger.fromX, clientY: finger.fromY });
        turned -= Math.sign(turned) * NOTCH;
      }
    }
  });

  const lift = (event, click) => {
    if (!fingers.delete(event.pointerId)) {
      if (pressed === event.pointerId) pressed = null;
      return;
    }
    clearTimeout(pressed?.timer);
    if (click && pressed?.state === "waits") tell("left", event);
    pressed = null;
  };
  canvas.addEventListener("pointerup", (event) => lift(event, true));
  canvas.addEventListener("pointercancel", (event) => lift(event, false));
}
