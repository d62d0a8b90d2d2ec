"""Collect the words of the interface into the catalogues, compile them, and say what is missing.

    python tools/messages.py collect     update every ``django.po`` from the source (needs xgettext)
    python tools/messages.py compile     write each ``django.mo`` beside its ``django.po``
    python tools/messages.py todo de     print what is not translated yet
    python tools/messages.py fill de F   put translations from a JSON file into the catalogue

The JSON file of ``fill`` maps a message (with its context before it and U+0004 between, if it has
one) to its translation, or to the list of its plural forms.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import polib

PLATFORM = Path(__file__).parents[1] / "src/skillmark/platform"
LOCALE = PLATFORM / "locale"
LANGUAGES = ("de", "es", "fr", "ar")
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
}


def path(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return LOCALE / language / "LC_MESSAGES/django.po"


def collect(target: Path = LOCALE) -> None:
    """Bring the catalogues below `target` up to date with the source."""
    for language in LANGUAGES:
        (target / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            *(f"--locale={language}" for language in LANGUAGES),
            "--no-wrap",
            "--no-obsolete",
            "--add-location=file",
            "--verbosity=0",
        ],
        cwd=target.parent,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "skillmark.platform.settings.testing"},
        check=True,
    )
    for language in LANGUAGES:
        tidy(target / language / "LC_MESSAGES/django.po", language)


def tidy(file: Path, language: str) -> None:
    """Write one catalogue in its own order, without dates and without guesses."""
    catalogue = polib.pofile(file, wrapwidth=0)
    catalogue.header = f"Skillmark in {language}."
    catalogue.metadata_is_fuzzy = False
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "MIME-Version": "1.0",
        "Plural-Forms": PLURALS[language],
        "Project-Id-Version": "skillmark",
    }
    for entry in catalogue:
        if entry.fuzzy:  # a guess of the tool is worse than an empty place
            entry.flags.remove("fuzzy")
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
        entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalogue.save(str(file))


def compile_all() -> None:
    """Write the compiled catalogues, which are what runs."""
    for language in LANGUAGES:
        polib.pofile(path(language)).save_as_mofile(str(path(language).with_suffix(".mo")))


def todo(language: str) -> None:
    """Print the messages without a translation as JSON, ready to be filled in."""
    catalogue = polib.pofile(path(language))
    open_entries = {}
    for entry in catalogue.untranslated_entries():
        key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        open_entries[key] = (
            {"one": entry.msgid, "many": entry.msgid_plural} if entry.msgid_plural else ""
        )
    print(json.dumps(open_entries, ensure_ascii=False, indent=0))


def fill(language: str, source: Path) -> None:
    """Put the translations of `source` into the catalogue; unknown messages are named."""
    catalogue = polib.pofile(path(language), wrapwidth=0)
    known = {
        f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid: entry
        for entry in catalogue
    }
    for key, words in json.loads(source.read_text("utf-8")).items():
        entry = known.get(key)
        if entry is None:
            print("not a message:", key)
        elif entry.msgid_plural:
            entry.msgstr_plural = dict(enumerate(words))
        else:
            entry.msgstr = words
    catalogue.save(str(path(language)))


def main(arguments: list[str]) -> None:
    """Do what the command line says."""
    match arguments:
        case ["collect"]:
            collect()
        case ["compile"]:
            compile_all()
        case ["todo", language]:
            todo(language)
        case ["fill", language, source]:
            fill(language, Path(source))
        case _:
            print(__doc__)
            raise SystemExit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
