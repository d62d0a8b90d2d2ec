"""Write the reference pages that are derived from the code.

``python tools/write_reference.py`` rewrites ``errors.md``, ``configuration.md`` and ``quality.md``
in ``docs/reference``; with ``--check`` it only says which of them are stale (exit
status 1). A test runs the check, so that the pages cannot lie.
"""

import importlib
import inspect
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmark.platform.settings.testing")


def first_sentence(thing: type) -> str:
    """Return the first paragraph of a docstring, on one line."""
    text = inspect.getdoc(thing) or ""
    return " ".join(text.split("\n\n")[0].split()).replace("|", "\\|")


def error_classes() -> Iterator[type]:
    """Yield every error class of the product that has a code of its own."""
    import django

    django.setup()
    import skillmark
    from skillmark.core.errors import SkillmarkError

    for module in pkgutil.walk_packages(skillmark.__path__, "skillmark."):
        if ".migrations" not in module.name and not module.name.endswith(
            (".wsgi", ".settings")
        ):
            importlib.import_module(module.name)
    queue: list[type[SkillmarkError]] = [SkillmarkError]
    seen: set[type] = set()
    while queue:
        error = queue.pop()
        queue.extend(error.__subclasses__())
        if error not in seen and "code" in vars(error) and error is not SkillmarkError:
            seen.add(error)
            yield error


def errors_page() -> str:
    """Return the page of error codes."""
    rows = sorted(
        f"| `{vars(error)['code']}` | {first_sentence(error)} |" for error in error_classes()
    )
    return "\n".join(
        [
            "# Error codes",
            "",
            "Every error carries one of these codes. A code never changes its meaning between",
            "releases; the sentence beside it may be worded better.",
            "",
            "| code | what it says |",
            "|---|---|",
            *rows,
            "",
        ]
    )


def configuration_page() -> str:
    """Return the page of settings, from the attributes that `Config` documents."""
    from skillmark.platform.settings.config import Config

    documented = dict(attribute_docs(inspect.getdoc(Config) or ""))
    rows = []
    for name, field in Config.model_fields.items():
        default = field.get_default(call_default_factory=True)
        shown = getattr(default, "get_secret_value", lambda value=default: value)()
        rows.append(f"| `SKILLMARK_{name.upper()}` | {as_set(shown)} | {documented[name]} |")
    return "\n".join(
        [
            "# Configuration",
            "",
            "The platform reads these variables of the environment and nothing else. Every one has a",
            "default that works on a laptop.",
            "",
            "| variable | default | meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def as_set(value: object) -> str:
    """Return a default as one would set it in the environment."""
    if value in ("", ()):
        return "(empty)"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def attribute_docs(doc: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of each line of a docstring's ``Attributes`` section."""
    name, text = "", ""
    for line in doc.partition("Attributes:\n")[2].splitlines():
        if not line.startswith("    "):
            break
        if not line.startswith("     "):
            if name:
                yield name, text.replace("|", "\\|").replace("``", "`")
            name, _, text = line.strip().partition(": ")
        else:
            text += " " + line.strip()
    if name:
        yield name, text.replace("|", "\\|").replace("``", "`")


def quality_page() -> str:
    """Return the page of quality rules, and of the table that answers them in a file."""
    from skillmark.core.lint import quality

    rules = sum(len(profile.rules) for profile in quality.PROFILES.values())
    lines = [
        "# Quality rules",
        "",
        f"Generated from the {rules} rules of `skillmark.core.lint.quality`. A code never changes its",
        "meaning between releases. *Required* decides whether a definition meets a profile; *advised*",
        "does not. How to use them: [Lint the quality of a definition](../how-to/lint-quality.md).",
    ]
    for profile in quality.PROFILES.values():
        lines += ["", f"## {profile.name} (`{profile.key}`)", "", profile.about]
        lines += ["", f"Source: [{profile.source}]({profile.url}). {profile.note}".rstrip()]
        lines += ["", "| rule | | field | what to do | source |", "|---|---|---|---|---|"]
        lines += [
            f"| `{rule.code}` | {rule.level} | `{rule.field}` | {cell(rule.advice)} | {cell(rule.source)} |"
            for rule in profile.rules
        ]
        for title, said in (
            ("Met when you issue", profile.at_issue),
            ("For you to look at", profile.by_hand),
        ):
            if said:
                lines += ["", f"{title}:", "", *(f"* {sentence}" for sentence in said)]
    return "\n".join([*lines, "", *quality_table(), ""])


def quality_table() -> list[str]:
    """Return the lines about the table ``quality`` of an achievement file."""
    from skillmark.core.lint.quality.codes import ANSWERS
    from skillmark.core.lint.quality.table import KEYS

    listed = {
        name: ": " + ", ".join(f"`{code}`" for code in sorted(codes))
        for name, codes in ANSWERS.items()
    }
    return [
        "## The table `quality` of an achievement file",
        "",
        "Each key may also be written in camel case (`workloadHours`).",
        "",
        "| key | value |",
        "|---|---|",
        *(f"| `{name}` | {wanted}{listed.get(name, '')} |" for name, wanted in KEYS.items()),
    ]


def cell(text: str) -> str:
    """Return a text as it may stand in a table."""
    return text.replace("|", "\\|")


PAGES = {
    "errors.md": errors_page,
    "configuration.md": configuration_page,
    "quality.md": quality_page,
}


def main() -> int:
    """Return the exit status: 1 when ``--check`` finds a stale page."""
    stale = []
    for name, build in PAGES.items():
        path, text = ROOT / "docs" / "reference" / name, build()
        if not path.exists() or path.read_text() != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text)
    print("stale:" if stale else "current", *stale)
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
