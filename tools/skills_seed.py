"""Writes the skills that come with the program: `skillmark/platform/skills/packaged`.

Usage: `skills_seed.py [FOLDER]`, with ``esco/skills_en.csv`` (the joined layout) and an O*NET text
release in ``onet-29.2`` below it. Without a folder only the search indexes are made anew, from the
texts that are there: after every change of `engine.words` or `engine.segment`. The same sources
make the same bytes.
"""

import csv
import lzma
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from esco_names import Example, Names, bare, split_description, tiles
from skillmark.platform.skills.reading import layouts
from skillmark.platform.skills.reading.entry import Source
from skillmark.platform.skills.reading.shipped import SEEDS

PACKAGED: Final = Path(__file__).parents[1] / "src/skillmark/platform/skills/packaged"
SURE: Final = 0.85  # from which a name of the newer text is taken before an older known one
HELD_BACK: Final = 3_000  # rows the model is tried on
FURTHER: Final = 12_000  # other names that the model learns from
DESCRIPTION: Final = 400  # characters
EXAMPLES: Final = ("Hot Technology", "In Demand")
_BARE_PREFIX: Final = "http://data.europa.eu/esco/skill/"


def main(folder: Path | None) -> None:
    """Write the files and say how large they are."""
    if folder is not None:
        _write("esco.tsv.xz", _esco(folder / "esco" / "skills_en.csv"))
        _write("onet.tsv.xz", _onet(sorted((folder / "onet-29.2").glob("*.txt"))))
    for seed in SEEDS:
        index = seed.build().dump()
        (PACKAGED / f"{seed.name}.index").write_bytes(index)
        print(f"{seed.name}.index: {len(index)} bytes")


def _write(name: str, rows: Iterable[Sequence[str]]) -> None:
    lines = ["\t".join(" ".join(cell.split()) for cell in row) for row in rows]
    text = ("\n".join(lines) + "\n").encode()
    packed = lzma.compress(text, preset=9 | lzma.PRESET_EXTREME)
    (PACKAGED / name).write_bytes(packed)
    print(f"{name}: {len(lines)} skills, {len(text)} bytes, {len(packed)} packed")


def _esco(path: Path) -> Iterable[Sequence[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts = _parts(rows)
    known = [
        (row["preferredLabel"], names)
        for row, (names, _description) in zip(rows, parts, strict=True)
        if row["preferredLabel"] and f"{names} ".startswith(row["preferredLabel"] + " ")
    ]
    tiled = tiles([names for names, _description in parts], [one["altLabels"] for one in rows])
    phrases = [one for row in rows for one in row["altLabels"].split("|") if one]
    firsts, any_names = _models(known, tiled, phrases)
    for number, (row, (names, description)) in enumerate(zip(rows, parts, strict=True)):
        label, rebuilt = _label(row["preferredLabel"], names, firsts)
        if number in tiled:
            others = list(tiled[number][1:])
        else:
            others = [one for one, _sure in any_names.split(names.removeprefix(label).strip())]
        others += [row["preferredLabel"]]
        yield (
            row["uri"].removeprefix(_BARE_PREFIX),
            "",
            "",
            rebuilt,
            label,
            "|".join(dict.fromkeys(one for one in others if one and one != label)),
            _short(description),
        )


def _label(known: str, names: str, model: Names) -> tuple[str, str]:
    """Return the name of a skill, and whether it was rebuilt from the names run together."""
    if known and f"{names} ".startswith(f"{known} "):
        return known, ""
    first, certainty = next(model.split(names))
    return (first, "rebuilt") if certainty >= SURE or not known else (known, "")


def _parts(rows: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    starts: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for row in rows:
        words = row["searchText"].split(" ")
        starts.update([bare(word) for word in words[1:] if word[:1].isupper()][:1])
        for name in (row["preferredLabel"], *row["altLabels"].split("|")):
            inside.update(word for word in name.split() if word[:1].isupper())
    return [split_description(row["searchText"], starts, inside) for row in rows]


def _models(
    known: Sequence[Example], tiled: Mapping[int, Sequence[str]], phrases: Sequence[str]
) -> tuple[Names, Names]:
    """Return a model of where first names end, and one of where any name ends."""
    order = random.Random(1)  # noqa: S311 - the same rows every time
    further = [
        (tile[at], " ".join(tile[at:])) for tile in tiled.values() for at in range(1, len(tile))
    ]
    mixed = order.sample(known, len(known))
    _try_out(Names(mixed[HELD_BACK:], phrases), mixed[:HELD_BACK])
    some = order.sample(further, min(len(further), FURTHER))
    return Names(known, phrases), Names([*known, *some])


def _try_out(model: Names, held_back: Sequence[Example]) -> None:
    right = certain = certain_right = 0
    for name, names in held_back:
        found, sure = next(model.split(names))
        right += found == name
        certain += sure >= SURE
        certain_right += sure >= SURE and found == name
    share, among = right / len(held_back), certain_right / max(certain, 1)
    print(
        f"{len(held_back)} names found again: {share:.1%}; of the {certain} surest {among:.1%}"
    )


def _short(text: str) -> str:
    """Return the first sentences of a description."""
    if len(text) <= DESCRIPTION:
        return text
    end = max(text.rfind(". ", 0, DESCRIPTION), text.rfind("; ", 0, DESCRIPTION))
    return text[: end + 1] if end > 0 else text[: text.rfind(" ", 0, DESCRIPTION)] + " …"


def _onet(paths: Sequence[Path]) -> Iterable[Sequence[str]]:
    sources = [Source(path.name, _asked_for(path)) for path in paths]
    package = layouts.read(sources, date(2025, 2, 1))
    for one in package.entries:
        yield (
            one.uri,
            one.code,
            one.kind,
            "",
            one.label,
            "|".join(one.alternatives),
            _short(one.description),
        )


def _asked_for(path: Path) -> bytes:
    """Return a file; of the technology skills only those that employers often ask for."""
    lines = path.read_text("utf-8").splitlines()
    if "Hot Technology" in lines[0]:
        wanted = [lines[0].split("\t").index(name) for name in EXAMPLES]
        lines = [
            line
            for number, line in enumerate(lines)
            if not number or any(line.split("\t")[at] == "Y" for at in wanted)
        ]
    return ("\n".join(lines) + "\n").encode()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
