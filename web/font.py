#!/usr/bin/env python3
"""Makes the fonts of the page out of DejaVu Sans Mono: web/font.py FOLDER

FOLDER has DejaVuSansMono.ttf and DejaVuSansMono-Bold.ttf. Needs fonttools and brotli. What is left are the characters
of the program's own texts and screens, and those of languages in Latin and Greek letters; a browser takes all others
from the system's monospaced font. Hinting, which is half of a font, is left out: the page paints at the full resolution
of the screen.
"""
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = pathlib.Path(__file__).parent
TEXTS = ["src/**/*.rs", "lessons/*.md", "assets/**/*.raft", "assets/*.md", "web/src/**/*.rs"]
RANGES = [(0x20, 0x7F), (0xA0, 0x180), (0x391, 0x3CA), (0x2500, 0x25A0)]

wanted = {code for first, last in RANGES for code in range(first, last)}
for pattern in TEXTS:
    for file in ROOT.parent.glob(pattern):
        wanted |= {ord(char) for char in file.read_text(encoding="utf-8")}

for name in ["DejaVuSansMono", "DejaVuSansMono-Bold"]:
    font = next(path for path in pathlib.Path(sys.argv[1]).glob(f"{name}.*"))
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True)
    font = TTFont(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = ROOT / "page/font" / f"{name}.woff2"
    font.save(out)
    print(f"{out}: {out.stat().st_size} bytes, {len(font.getBestCmap())} characters")
