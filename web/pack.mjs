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
/** Every part of the page's script, so that they are fetched at once and not one after the other. */
const modules = [...all.keys()]
  .filter((name) => /^[\w-]+\.js$/.test(name) && !["sw.js", "worker.js", "main.js"].includes(name))
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
let [raw, gzip, brotli] = [0, 0, 0];
for (const name of files(dist)) {
  const bytes = readFileSync(path.join(dist, name));
  // A browser does not ask for these.
  if (name.endsWith("LICENSE") || name === ".nojekyll") continue;
  const packed = name.endsWith(".woff2");
  const small = packed ? bytes : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 24 } });
  raw += bytes.length;
  gzip += packed ? bytes.length : gzipSync(bytes, { level: 9 }).length;
  brotli += small.length;
  if (!packed) writeFileSync(path.join(dist, `${name}.br`), small);
}
const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
console.log(`${dist}: version ${version}, ${kib(raw)}; over the wire ${kib(brotli)} with brotli, ${kib(gzip)} with gzip`);
