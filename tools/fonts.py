"""Build the fonts in the package from the published packages named in the SOURCE files.

    python tools/fonts.py FOLDER

FOLDER holds the unpacked npm packages (see `PACKAGES`). Nothing is downloaded here. The pages get
WOFF2 subsets with their style sheet; the badge artwork gets static TrueType files with simple
outlines and one kerning table, which `skillmark.core.design.outlines` reads.
"""

import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from fontTools.merge import Merger
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0
from fontTools.varLib.instancer import instantiateVariableFont

ROOT: Final = Path(__file__).parent.parent / "src" / "skillmark"
PAGES: Final = ROOT / "platform" / "ui" / "static" / "ui"
ARTWORK: Final = ROOT / "core" / "design" / "fonts"
PACKAGES: Final = {
    "Commissioner": "fontsource-variable-commissioner",
    "Literata": "fontsource-variable-literata",
    "JetBrains Mono": "fontsource-variable-jetbrains-mono",
    "Noto Sans Arabic": "fontsource-variable-noto-sans-arabic",
    "Noto Sans SC": "fontsource-noto-sans-sc",
}
SUBSETS: Final = ("latin", "latin-ext", "greek", "cyrillic", "vietnamese")
CJK_SLICES: Final = range(86, 120)  # the most frequent characters stand in the last slices
ARTWORK_SLICES: Final = range(104, 120)
DISPLAY: Final = 36  # pt, the optical size Literata is fixed at
WEIGHTS: Final = (400, 700)
HEADLINE: Final = 550  # the one weight of headlines and certificates
CORE: Final = "U+0020-007E,U+00A0,U+00A7,U+00A9,U+00B7,U+00D7,U+2010-2015,U+2018-201D,U+2022,U+2026,U+20AC,U+2212"
"""What nearly every page in English needs of Latin; the rest is a second file."""
FEATURES: Final = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "pnum", "tnum")
KERN_PAIRS: Final = 10_000  # a format 0 kern table holds 10,920
KERN_FLOOR: Final = 6  # thousandths of an em; less is not seen


def package(folder: Path, family: str) -> Path:
    """Return the unpacked package of ``family``."""
    found = folder.glob(PACKAGES[family] + "-[0-9]*/package")
    return next(found)


def page_subset(source: Path, target: Path, axes: dict[str, Any], span: str) -> None:
    """Write one WOFF2 file with the given axes narrowed and only the characters of ``span``."""
    if not axes:
        shutil.copyfile(source, target)
        return
    font = instantiateVariableFont(TTFont(source), axes)
    if "latin" in target.stem:
        # Through bytes: the subsetter trips over tables that the instancer left half read.
        held = io.BytesIO()
        font.flavor = None
        font.save(held)
        held.seek(0)
        font = TTFont(held)
        ligatures = () if "mono" in target.stem else FEATURES
        cut = Subsetter(Options(layout_features=list(ligatures), notdef_outline=True))
        cut.populate(unicodes=characters(span) & font.getBestCmap().keys())
        cut.subset(font)
    font.flavor = "woff2"
    font.save(target)


def characters(span: str) -> set[int]:
    """Return the characters of a CSS ``unicode-range``."""
    found: set[int] = set()
    for part in span.split(","):
        first, _dash, last = part.removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def spelled(wanted: set[int]) -> str:
    """Return characters as a CSS ``unicode-range``."""
    runs: list[list[int]] = []
    for one in sorted(wanted):
        if runs and runs[-1][1] == one - 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return ",".join(
        f"U+{first:04X}" + (f"-{last:04X}" if last > first else "") for first, last in runs
    )


def page_jobs(folder: Path) -> Iterator[tuple[str, Path, str, str, dict[str, Any]]]:
    """Yield family, source file, target name, unicode-range and axes of every page font."""
    axes: dict[str, dict[str, Any]] = {
        "Commissioner": {"wght": WEIGHTS},
        "Literata": {"opsz": DISPLAY, "wght": HEADLINE},
        "JetBrains Mono": {"wght": 400},
        "Noto Sans Arabic": {"wght": WEIGHTS},
    }
    for family, narrowed in axes.items():
        root = package(folder, family)
        spans = json.loads((root / "unicode.json").read_text())
        stem = family.lower().replace(" ", "-")
        kind = "opsz" if "opsz" in narrowed else "wght"
        for subset in ("arabic",) if family == "Noto Sans Arabic" else SUBSETS:
            source = root / "files" / f"{stem}-{subset}-{kind}-normal.woff2"
            span = spans[subset]
            if subset == "latin":
                yield family, source, f"{stem}-latin-core.woff2", CORE, narrowed
                span = spelled(characters(span) - characters(CORE))
            yield family, source, f"{stem}-{subset}.woff2", span, narrowed
    root = package(folder, "Noto Sans SC")
    spans = json.loads((root / "unicode.json").read_text())
    for number in CJK_SLICES:
        source = root / "files" / f"noto-sans-sc-{number}-400-normal.woff2"
        if source.exists():
            span = spans[f"[{number}]"]
            yield "Noto Sans SC", source, f"noto-sans-sc-{number}.woff2", span, {}


def build_pages(folder: Path) -> None:
    """Write the page fonts and ``fonts.css``."""
    rules: dict[bool, list[str]] = {False: [], True: []}
    head = "/* Written by tools/fonts.py; licences stand in fonts/. */\n"
    for family, source, name, span, axes in page_jobs(folder):
        page_subset(source, PAGES / "fonts" / name, axes, span)
        weights = "400 700" if axes else "400"
        rules[family == "Noto Sans SC"].append(
            "@font-face {\n"
            f'  font-family: "{family}";\n'
            "  font-display: swap;\n"
            f"  font-weight: {weights};\n"
            f'  src: url("../fonts/{name}") format("woff2");\n'
            f"  unicode-range: {span};\n"
            "}"
        )
    # The Chinese rules are long, so a page loads them only when it has such characters.
    for chinese_only, name in ((False, "fonts.css"), (True, "fonts-chinese.css")):
        (PAGES / "css" / name).write_text(head + "\n".join(rules[chinese_only]) + "\n")
    for family in PACKAGES:
        target = PAGES / "fonts" / f"{family.lower().replace(' ', '-')}-OFL.txt"
        shutil.copyfile(package(folder, family) / "LICENSE", target)


def kerning(font: TTFont) -> dict[tuple[str, str], int]:
    """Return the pair kerning of GPOS as glyph name pairs in font units."""
    pairs: dict[tuple[str, str], int] = {}
    if "GPOS" not in font:
        return pairs
    table = font["GPOS"].table
    wanted = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for index in record.Feature.LookupListIndex
    }
    named = set(font.getBestCmap().values())
    for index in sorted(wanted):
        for entry in table.LookupList.Lookup[index].SubTable:
            sub = entry.ExtSubTable if entry.LookupType == 9 else entry  # noqa: PLR2004 -- extension
            if sub.LookupType == 2:  # noqa: PLR2004 -- pair adjustment
                for pair, value in pair_values(sub, named):
                    pairs.setdefault(pair, value)
    return pairs


def pair_values(sub: Any, named: set[str]) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield the pairs of one PairPos table."""
    first = [glyph for glyph in sub.Coverage.glyphs if glyph in named]
    if sub.Format == 1:
        covered = dict(zip(sub.Coverage.glyphs, sub.PairSet, strict=True))
        for left in first:
            for record in covered[left].PairValueRecord:
                if record.SecondGlyph in named and record.Value1:
                    yield (left, record.SecondGlyph), getattr(record.Value1, "XAdvance", 0)
        return
    for left in first:
        row = sub.Class1Record[sub.ClassDef1.classDefs.get(left, 0)].Class2Record
        for right in named:
            value = row[sub.ClassDef2.classDefs.get(right, 0)].Value1
            if value and getattr(value, "XAdvance", 0):
                yield (left, right), value.XAdvance


def static(source: Path, axes: dict[str, float]) -> tuple[TTFont, dict[tuple[int, int], int]]:
    """Return one subset as a static font with simple outlines, and its kerning by character."""
    font = TTFont(source)
    if axes:
        font = instantiateVariableFont(font, axes)
    by_glyph: dict[str, list[int]] = {}
    for character, glyph in font.getBestCmap().items():
        by_glyph.setdefault(glyph, []).append(character)
    pairs = {
        (left, right): value
        for (one, two), value in kerning(font).items()
        for left in by_glyph[one]
        for right in by_glyph[two]
    }
    options = Options(layout_features=[], hinting=False, notdef_outline=True, glyph_names=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "gasp", "HVAR", "MVAR"]
    cut = Subsetter(options)
    cut.populate(unicodes=font.getBestCmap())
    cut.subset(font)
    glyphs = font.getGlyphSet()
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        record = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(record)
        record.replay(pen)
        font["glyf"][name] = pen.glyph()
    return font, pairs


def build_artwork(folder: Path) -> None:
    """Write the static fonts the badges are drawn with."""
    faces: tuple[tuple[str, str, str, dict[str, float]], ...] = (
        ("Literata", "serif-600.ttf", "opsz", {"opsz": 24, "wght": 600}),
        ("Commissioner", "sans-600.ttf", "wght", {"wght": 600}),
    )
    for family, name, kind, axes in faces:
        stem = family.lower()
        pairs: dict[tuple[int, int], int] = {}
        parts = []
        with tempfile.TemporaryDirectory() as work:
            for subset in SUBSETS:
                file = f"{stem}-{subset}-{kind}-normal.woff2"
                font, found = static(package(folder, family) / "files" / file, axes)
                font.flavor = None
                part = Path(work) / f"{subset}.ttf"
                font.save(part)
                parts.append(str(part))
                pairs = found | pairs
            merged = Merger().merge(parts)
        add_kerning(merged, pairs)
        label(merged, family)
        merged.save(ARTWORK / name)
        shutil.copyfile(package(folder, family) / "LICENSE", ARTWORK / f"{stem}-OFL.txt")
    arabic(folder)
    chinese(folder)


def add_kerning(font: TTFont, pairs: dict[tuple[int, int], int]) -> None:
    """Put the strongest pairs into a ``kern`` table."""
    names = font.getBestCmap()
    floor = font["head"].unitsPerEm * KERN_FLOOR // 1000
    strong = sorted(
        ((abs(v), left, right, v) for (left, right), v in pairs.items() if abs(v) >= floor),
        key=lambda entry: (-entry[0], entry[1], entry[2]),
    )[:KERN_PAIRS]
    sub = KernTable_format_0()
    sub.coverage, sub.version, sub.format, sub.apple, sub.tupleIndex = 1, 0, 0, False, None
    sub.kernTable = {(names[left], names[right]): v for _size, left, right, v in strong}
    table = newTable("kern")
    table.version, table.kernTables = 0, [sub]
    font["kern"] = table


def label(font: TTFont, family: str) -> None:
    """Name the face so that every SVG renderer finds it as ``family`` at weight 600."""
    names = font["name"]
    names.names = [n for n in names.names if n.nameID in {0, 13, 14}]
    for number, text in (
        (1, f"{family} SemiBold"),
        (2, "Regular"),
        (4, f"{family} SemiBold"),
        (6, f"{family}-SemiBold"),
        (16, family),
        (17, "SemiBold"),
    ):
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 600


def arabic(folder: Path) -> None:
    """Write the Arabic face; it keeps its shaping tables, because it is drawn as text."""
    source = package(folder, "Noto Sans Arabic") / "files"
    font = instantiateVariableFont(
        TTFont(source / "noto-sans-arabic-arabic-wght-normal.woff2"), {"wght": 600}
    )
    font.flavor = None
    label(font, "Noto Sans Arabic")
    font.save(ARTWORK / "arabic-600.ttf")
    licence = package(folder, "Noto Sans Arabic") / "LICENSE"
    shutil.copyfile(licence, ARTWORK / "noto-sans-arabic-OFL.txt")


def chinese(folder: Path) -> None:
    """Write the face of the most frequent Chinese characters, as simple outlines."""
    root = package(folder, "Noto Sans SC")
    parts = []
    with tempfile.TemporaryDirectory() as work:
        for number in ARTWORK_SLICES:
            font, _pairs = static(
                root / "files" / f"noto-sans-sc-{number}-600-normal.woff2", {}
            )
            font.flavor = None
            part = Path(work) / f"{number}.ttf"
            font.save(part)
            parts.append(str(part))
        merged = Merger().merge(parts)
    add_kerning(merged, {})
    label(merged, "Noto Sans SC")
    merged.save(ARTWORK / "chinese-600.ttf")
    shutil.copyfile(root / "LICENSE", ARTWORK / "noto-sans-sc-OFL.txt")


def main() -> None:
    """Build both sets."""
    os.environ["SOURCE_DATE_EPOCH"] = "0"  # the same input gives the same bytes
    folder = Path(sys.argv[1])
    for target in (PAGES / "fonts", ARTWORK):
        target.mkdir(parents=True, exist_ok=True)
        for old in (*target.glob("*.woff2"), *target.glob("*.ttf"), *target.glob("*-OFL.txt")):
            old.unlink()
    build_pages(folder)
    build_artwork(folder)


if __name__ == "__main__":
    main()
