"""The style sheets: readable colours, logical directions, fonts with their licences."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from skillmark.core.design import Colour, contrast

STATIC = Path(str(files("skillmark.platform.ui"))) / "static" / "ui"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TOKEN = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TOKENS = {
    found[0]: (found[1], found[2])
    for found in TOKEN.findall((STATIC / "css" / "tokens.css").read_text())
}
GROUNDS = ("paper", "surface", "sunken", "raised")
WORDS = ("ink", "ink-soft", "brand", "gold", "danger", "ink-faint")
STATUSES = ("valid", "expired", "suspended", "revoked", "invalid", "unknown", "info", "danger")
PAIRS = [
    *((words, ground, 4.5) for words in WORDS for ground in GROUNDS),
    *((status, f"{status}-soft", 4.5) for status in STATUSES),
    *(("ink", f"{status}-soft", 4.5) for status in STATUSES),
    ("on-brand", "brand", 4.5),
    ("on-brand", "brand-strong", 4.5),
    ("brand-strong", "brand-soft", 4.5),
    ("on-danger", "danger", 4.5),
    *(("line-strong", ground, 3.0) for ground in ("paper", "surface", "raised")),
    *(("focus", ground, 3.0) for ground in GROUNDS),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground", "ratio"), PAIRS)
def test_the_tokens_can_be_read(words: str, ground: str, ratio: float, theme: int) -> None:
    one, other = (Colour.parse(TOKENS[token][theme]) for token in (words, ground))
    assert contrast(one, other) >= ratio


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_directions_are_logical(sheet: Path) -> None:
    physical = re.findall(
        r"(?:^|[\s;{])((?:margin|padding|border)-(?:left|right|top|bottom)|float: (?:left|right)"
        r"|(?:left|right|top|bottom)):",
        sheet.read_text(),
    )
    assert physical == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_is_whole_and_short(sheet: Path) -> None:
    text = sheet.read_text()
    assert text.count("{") == text.count("}")
    assert len(text.splitlines()) <= 400


def test_the_entry_names_every_sheet() -> None:
    entry = (STATIC / "css" / "skillmark.css").read_text()
    named = set(re.findall(r'url\("([a-z-]+\.css)"\)', entry))
    loaded_when_needed = {"fonts-chinese.css", "home.css", "stories.css"}
    assert named == {sheet.name for sheet in SHEETS} - {"skillmark.css"} - loaded_when_needed


def test_every_font_is_there_and_has_its_licence() -> None:
    names = set()
    for sheet in ("fonts.css", "fonts-chinese.css"):
        names |= set(
            re.findall(r'fonts/([a-z0-9-]+\.woff2)"', (STATIC / "css" / sheet).read_text())
        )
    held = {path.name for path in (STATIC / "fonts").glob("*.woff2")}
    assert names == held
    licences = {
        path.name.removesuffix("-OFL.txt") for path in (STATIC / "fonts").glob("*-OFL.txt")
    }
    assert all(any(font.startswith(family) for family in licences) for font in held)
    for family in licences:
        text = (STATIC / "fonts" / f"{family}-OFL.txt").read_text()
        assert "SIL Open Font License, Version 1.1" in text


def test_fonts_stay_small() -> None:
    assert sum(path.stat().st_size for path in (STATIC / "fonts").iterdir()) < 3_000_000
