"""The interface speaks every language it offers: whole, with every placeholder, compiled."""

import ast
import re
import shutil
import sys
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))
import messages  # noqa: E402 - it lies with the tools

SOURCE = ROOT / "src/skillmark"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-z]+[^>]*>")

type Pair = tuple[str, str]


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(messages.path(language))


def pairs(entry: polib.POEntry) -> list[Pair]:
    """Return each translation with the message it stands for."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid_plural, words) for words in entry.msgstr_plural.values()]


def test_every_language_that_is_offered_has_a_catalogue() -> None:
    assert {code for code, _name in settings.LANGUAGES} == {"en", *messages.LANGUAGES}


@pytest.mark.parametrize("language", messages.LANGUAGES)
class TestCatalogue:
    def test_nothing_is_left_in_english(self, language: str) -> None:
        left = [entry.msgid for entry in catalogue(language) if not entry.translated()]
        assert not left

    def test_nothing_is_a_guess_or_left_over(self, language: str) -> None:
        book = catalogue(language)
        assert not book.fuzzy_entries()
        assert not book.obsolete_entries()

    def test_every_plural_has_all_its_forms(self, language: str) -> None:
        match = re.search(r"nplurals=(\d)", messages.PLURALS[language])
        assert match is not None
        short = [
            entry.msgid
            for entry in catalogue(language)
            if entry.msgid_plural and len(entry.msgstr_plural) != int(match[1])
        ]
        assert not short

    def test_placeholders_are_the_same(self, language: str) -> None:
        """A plural form for one or two may leave its number out; none may invent one."""
        wrong = []
        for entry in catalogue(language):
            for message, words in pairs(entry):
                wanted, found = (Counter(PLACEHOLDER.findall(t)) for t in (message, words))
                fits = not found - wanted if entry.msgid_plural else found == wanted
                if not fits:
                    wrong.append((entry.msgid, words))
        assert not wrong

    def test_markup_is_the_same(self, language: str) -> None:
        wrong = [
            (message, words)
            for entry in catalogue(language)
            for message, words in pairs(entry)
            if sorted(TAG.findall(message)) != sorted(TAG.findall(words))
        ]
        assert not wrong

    def test_what_runs_is_what_was_translated(self, language: str) -> None:
        compiled = polib.mofile(messages.path(language).with_suffix(".mo"))
        assert {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in compiled} == {
            (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in catalogue(language)
        }


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="GNU gettext is not installed")
def test_the_catalogues_hold_every_message_of_the_source(tmp_path: Path) -> None:
    copy = tmp_path / "platform"
    shutil.copytree(
        messages.PLATFORM, copy, ignore=shutil.ignore_patterns("static", "__pycache__", "*.mo")
    )
    messages.collect(copy / "locale")
    for language in messages.LANGUAGES:
        fresh = polib.pofile(copy / "locale" / language / "LC_MESSAGES/django.po")
        wanted = {(entry.msgctxt, entry.msgid) for entry in fresh}
        known = {(entry.msgctxt, entry.msgid) for entry in catalogue(language)}
        assert wanted == known, "run: python tools/messages.py collect"


def test_what_is_translated_has_a_name_that_the_collector_knows() -> None:
    """A message in the hands of an alias is never collected, and nobody would miss it."""
    wrong = [
        f"{file.relative_to(SOURCE)}: {name.name} as {name.asname}"
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname and (name.asname != "_" or name.name not in {"gettext", "gettext_lazy"})
    ]
    assert not wrong
