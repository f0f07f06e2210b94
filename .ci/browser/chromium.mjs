// The Chromium that everything is played in.

import { chromium } from "playwright-core";

/** What a machine without a graphics card, and without an account for it, wants to be told. */
const USUAL = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** WebGL, by the processor. */
export const SOFTWARE_CARD = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

export const launch = (more = []) =>
  chromium.launch({ executablePath: process.env.CHROMIUM, args: [...USUAL, ...more] });
