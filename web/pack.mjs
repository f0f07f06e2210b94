// Puts the page together: web/pack.mjs BUILT DIST
//
// Everything but the page itself lies in a folder that is named after what is in it. So a page never loads a file of
// another version: it is there, or it is missing.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import path from "node:path";

const [built, dist] = process.argv.slice(2);
const page = path.join(path.dirname(process.argv[1]), "page");

/** All files below a folder, by their path in it. */
const files = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => String(name).replaceAll("\\", "/"))
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .sort();

const all = new Map();
for (const folder of [page, built])
  for (const name of files(folder)) all.set(name, readFileSync(path.join(folder, name)));

const hash = createHash("sha256");
for (const [name, bytes] of [...all].sort()) hash.update(name).update("\0").update(bytes);
const version = hash.digest("hex").slice(0, 12);

/** What lies beside the folder of the version: what is asked for by a name that never changes. */
const OUTSIDE = ["index.html", "sw.js"];
rmSync(dist, { recursive: true, force: true });
const inside = [...all.keys()].filter((name) => !OUTSIDE.includes(name)).map((name) => `${version}/${name}`);
/** Scripts that are loaded in another way, or later: of the service worker, of the page, and of workers. */
const APART = ["sw.js", "main.js", "hunting.js", "hunter.js", "trying.js"];
/** Every part of the page's script, so that they are fetched at once and not one after the other. */
const modules = [...all.keys()]
  .filter((name) => /^[\w-]+\.js$/.test(name) && !APART.includes(name))
  .map((name) => `<link rel="modulepreload" href="./VERSION/${name}" />`)
  .join("\n    ");
for (const [name, bytes] of all) {
  const place = path.join(dist, OUTSIDE.includes(name) ? name : `${version}/${name}`);
  mkdirSync(path.dirname(place), { recursive: true });
  const text = OUTSIDE.includes(name)
    ? bytes.toString().replace("<!-- MODULES -->", modules).replaceAll("VERSION", version).replace("FILES", JSON.stringify(["./", ...inside]))
    : bytes;
  writeFileSync(place, text);
}
// No page of a static host is to be run through a template.
writeFileSync(path.join(dist, ".nojekyll"), "");
cpSync(path.join(page, "font/LICENSE"), path.join(dist, version, "font/LICENSE"));

// The best takes ten seconds; what is built for trying waits for less.
const quality = Number(process.env.QUALITY ?? 11);
/** What is loaded when the page is idle: what hunts. */
const LATER = /(^|\/)hunt(er|ing)\./;
/** The bytes of a first visit and of what comes later: as they are, with gzip, with brotli. */
const sums = { first: [0, 0, 0], later: [0, 0, 0] };
for (const name of files(dist)) {
  const bytes = readFileSync(path.join(dist, name));
  // A browser does not ask for these.
  if (name.endsWith("LICENSE") || name === ".nojekyll") continue;
  const packed = name.endsWith(".woff2");
  const small = packed ? bytes : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 24 } });
  const sum = LATER.test(name) ? sums.later : sums.first;
  sum[0] += bytes.length;
  sum[1] += packed ? bytes.length : gzipSync(bytes, { level: 9 }).length;
  sum[2] += small.length;
  if (!packed) writeFileSync(path.join(dist, `${name}.br`), small);
}
const told = ([raw, gzip, brotli]) => `${brotli} bytes with brotli, ${gzip} with gzip, ${raw} as they are`;
console.log(`${dist}: version ${version}`);
console.log(`a first visit: ${told(sums.first)}`);
console.log(`later, what hunts: ${told(sums.later)}`);
const most = Number(process.env.MOST ?? Infinity);
if (sums.first[2] > most) {
  console.error(`a first visit is larger than ${most} bytes`);
  process.exit(1);
}
