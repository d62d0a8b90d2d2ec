"""Every sentence that can be shown to people is in a table of sentences, or translated at once.

The sources are read, not run: a new error, check or row problem fails here until its sentence is
listed in the ``sentences`` of an app, so that it reaches nobody in English alone.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

import pytest

from skillmark.platform.ui import saying

SOURCE: Final = Path(saying.__file__).parents[2]
CORE: Final = (
    "core/jsonio.py",
    *(f"core/{name}" for name in ("bake", "canon", "crypto", "did", "encoding", "proof")),
    *(
        f"core/{name}"
        for name in ("status", "vc", "verify", "audit/file.py", "issue/grades.py")
    ),
    *(
        "core/badges/rules",
        "core/badges/schema.py",
        "core/issue/recipients",
        "core/lint/house.py",
    ),
    "core/stack",
    "fetch",
)
PLATFORM: Final = (
    *(
        "api",
        "approvals",
        "backpack",
        "catalog",
        "events",
        "issuing",
        "jobs",
        "mailing",
        "orgs",
    ),
    *("assessment", "pathways", "people", "programmes", "quizzes", "sharing", "skills"),
    *("blockcerts", "lti", "rights", "trust", "verifying"),
)
"""Packages whose ``raise`` is read."""
MAKERS: Final = ("skills/reading", "issuing/intake")
"""Where sentences are also made without being raised, as problems of a file."""
KEPT: Final = ("csv_questions.py", "reading.py", "services/importing.py")
"""Modules of `quizzes` whose translated words are kept in English, as problems of a file."""

NOT_SHOWN: Final = {
    "core/bake/payload.py": "baking what this site made itself; a fault there is a defect",
    "core/badges/clr.py": "a defect of the caller",
    "core/canon/nquads.py": "N-Quads are read in tests and by the command line only",
    "core/canon/quads.py": "the spelling of statements",
    "core/canon/templates.py": "the spelling of statements",
    "core/canon/compiled.py": "the spelling of statements",
    "core/crypto/private_key.py": "keys of the command line; the platform makes its own",
    "core/issue/recipients/aliases.py": "titles of columns in many languages",
    "core/issue/recipients/bad_rows.py": "the command line's file of rows to mend",
    "core/issue/recipients/charsets.py": "names of encodings, said by the form that offers them",
    "core/status/allocation.py": "a full list is replaced before it is asked",
    "platform/trust/custody/addresses.py": "said to the operator, at the start",
    **{
        f"platform/trust/signer/{name}.py": "between our own processes, or to the operator"
        for name in (
            *("acts", "client", "hand", "holder", "making", "orders"),
            *("process", "role", "secrets", "server", "wire"),
        )
    },
}
NEVER_SHOWN_ERRORS: Final = {
    "AssertionError": "cannot happen",
    "AuditImmutableError": "a defect: nobody can ask for it",
    "AuditValueError": "a defect: nobody can ask for it",
    "Credential.DoesNotExist": "becomes the page of 404, which has its own words",
    "CredentialFrozenError": "a defect: nobody can ask for it",
    "PassphraseError": "said to the operator, at the start",
    "ReportError": "answers a mail server's report, never a person",
    "ReportUnsignedError": "answers a mail server's report, never a person",
    "SegmentError": "a defect of the package",
    "StatusSlotError": "a defect: nobody can ask for it",
    "TemplateError": "a defect of a template",
    "TypeError": "a defect of the caller",
    "ValueError": "a defect of the caller, or a form's own",
    "VaultError": "said to the operator, at the start",
}
ANY: Final = "\ue000"  # stands for what is filled in
NOT_SENTENCES: Final = {
    "RDFC-1.0 knows sha256 and sha384.": "a defect of the caller",
    "A list has at least 131072 entries, in whole bytes.": "a defect of the caller",
    f"{ANY} is only read, never written.": "a defect of the caller",
    f"U+{ANY} {ANY}": "how Unicode names a letter",
    f"The tag “{ANY}” {ANY}.": "each of its two endings is listed",
    f"A {ANY} lies between -{ANY} and {ANY} degrees.": "latitude and longitude are listed",
    f"The {ANY} missing: {ANY}. The first row must name the columns; it reads {ANY}.": (
        "one column and several are listed"
    ),
    f"“{ANY}” is not written as year-month-day. Write {ANY}.": "one day and two are listed",
    f"“{ANY}” cannot be used: {ANY}. Write a web address, {ANY}.": "the example is listed in it",
    f"The key may sign {ANY} documents in a {ANY}.": "a minute and a day are listed",
    "Unknown value.": "stands beside a field of an API's answer, for programs",
}
NOTICES: Final = (
    "This service uses the ESCO",
    "This service includes information from the O*NET",
)
"""Notices that publishers ask for, in their own words."""
TRANSLATED: Final = frozenset({"_", "gettext", "gettext_lazy", "ngettext"})
_SLOT: Final = re.compile(r"%\((\w+)\)[sd]")
_SHOWN: Final = re.compile(
    r"\{\{ ?(?:error|problem|message|job\.title|approval\.title|[\w.]*\.(?:message|problem)|[\w.]*errors\.\d)"
    r"\b(?!\.)[^}]*\}\}"
)
_SPACED: Final = re.compile(f"(?<=[.]){ANY}")
_SENTENCE: Final = re.compile(r"[A-Z“\ue000].* .*[.!?]|[A-Z“].* .*\ue000", re.DOTALL)


@dataclass(slots=True)
class Reader:
    """Reads the texts of one module.

    Attributes:
        path: below ``skillmark``.
        constants: the module's own texts by name.
    """

    path: Path
    tree: ast.Module
    constants: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> Self:
        found = cls(path, ast.parse(path.read_text(encoding="utf-8")))
        for node in found.tree.body:
            target = node.target if isinstance(node, ast.AnnAssign) else None
            value = node.value if isinstance(node, ast.AnnAssign) else None
            if isinstance(target, ast.Name) and value is not None:
                if isinstance(value, ast.Constant):
                    found.constants[target.id] = str(value.value)
                elif isinstance(value, ast.JoinedStr):
                    found.constants[target.id] = found.text(value)
        return found

    def text(self, node: ast.Constant | ast.JoinedStr) -> str:
        """Return a text with `ANY` for what is filled in; the module's constants are."""
        if isinstance(node, ast.Constant):
            return str(node.value)
        pieces = []
        for piece in node.values:
            if isinstance(piece, ast.Constant):
                pieces.append(str(piece.value))
            else:
                filled = piece.value if isinstance(piece, ast.FormattedValue) else None
                name = filled.id if isinstance(filled, ast.Name) else ""
                pieces.append(self.constants.get(name, ANY))
        return "".join(pieces)

    def translated(self) -> Iterator[tuple[int, str]]:
        """Yield the messages that are translated at once."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and _name(node.func) in TRANSLATED:
                yield from ((node.lineno, str(one.value)) for one in constants(node))

    def texts(self, node: ast.AST) -> Iterator[tuple[int, str]]:
        """Yield the texts within `node`, without docstrings and what is translated at once."""
        if isinstance(node, ast.Call) and _name(node.func) in TRANSLATED:
            return
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            yield node.lineno, self.text(node)
            return
        for child in ast.iter_child_nodes(node):
            yield from self.texts(child)

    def raised(self) -> Iterator[tuple[int, str]]:
        """Yield what errors are raised with, when people can come to see them."""
        for node in ast.walk(self.tree):
            call = node.exc if isinstance(node, ast.Raise) else None
            if not isinstance(call, ast.Call) or not call.args:
                continue
            name = ast.unparse(call.func)
            if not {name, name.rpartition(".")[2]} & NEVER_SHOWN_ERRORS.keys():
                yield from self.texts(call.args[0])


def constants(call: ast.Call) -> list[ast.Constant]:
    return [one for one in call.args if isinstance(one, ast.Constant)]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def modules(*places: str) -> list[Path]:
    found = (SOURCE / place for place in places)
    return [
        path
        for place in found
        for path in (sorted(place.rglob("*.py")) if place.is_dir() else [place])
        if path.relative_to(SOURCE).as_posix() not in NOT_SHOWN
        and not {"migrations", "sentences", "static", "templates"} & set(path.parts)
    ]


def messages() -> Iterator[str]:
    for one in saying.listed():
        yield from (one,) if isinstance(one, str) else (one.one, one.several)


@lru_cache(maxsize=1)
def patterns() -> list[re.Pattern[str]]:
    """Return the listed sentences; anything may stand in a slot, and more may follow."""
    return [re.compile(_pattern(message), re.DOTALL) for message in messages()]


def _pattern(message: str) -> str:
    pieces = _SLOT.split(message)  # text, name, text, name, …, text
    return (
        "".join(
            (ANY if piece.startswith("known") else ".*?")
            if place % 2
            else re.escape(piece.replace("%%", "%"))
            for place, piece in enumerate(pieces)
        )
        + "(?: (?P<rest>.+))?"
    )


@lru_cache(maxsize=4_096)
def is_known(text: str) -> bool:
    """Return whether every sentence of a text is listed, whatever is filled in."""
    if not text.strip(
        ANY + " "
    ):  # filled in after a sentence is a sentence that is read itself
        return True
    found = (pattern.fullmatch(text) for pattern in patterns())
    return any(match is not None and is_known(match["rest"] or "") for match in found)


def unlisted(found: Iterator[tuple[int, str]]) -> list[tuple[int, str]]:
    return [
        (line, text)
        for line, text in found
        if _SENTENCE.fullmatch(text)
        and text not in NOT_SENTENCES
        and not text.startswith(NOTICES)
        and not is_known(_SPACED.sub(f" {ANY}", text))
    ]


def named(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", modules(*CORE), ids=named)
def test_sentences_of_the_library_are_listed(path: Path) -> None:
    reader = Reader.of(path)
    assert not unlisted(reader.texts(reader.tree))


@pytest.mark.parametrize("path", modules(*(f"platform/{app}" for app in PLATFORM)), ids=named)
def test_sentences_of_errors_are_listed(path: Path) -> None:
    assert not unlisted(Reader.of(path).raised())


@pytest.mark.parametrize("path", modules(*(f"platform/{one}" for one in MAKERS)), ids=named)
def test_sentences_of_problems_are_listed(path: Path) -> None:
    reader = Reader.of(path)
    assert not unlisted(reader.texts(reader.tree))


@pytest.mark.parametrize("name", KEPT)
def test_sentences_that_are_kept_are_listed(name: str) -> None:
    listed = set(messages())
    found = Reader.of(SOURCE / "platform/quizzes" / name).translated()
    ends_the_request = {
        "A file has at most %(size)d MB. Divide it.",
        "There is no question below the first line.",
        "This file was imported already.",
    }
    assert {words for _line, words in found} - ends_the_request <= listed


def translated_titles(tree: ast.Module) -> list[int]:
    """Return where a job or an approval is given a title in the language of whoever asks."""
    return [
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith((".start", ".ask"))
        for given in call.keywords
        if given.arg == "title"
        and any(
            isinstance(node, ast.Call) and _name(node.func) in TRANSLATED
            for node in ast.walk(given.value)
        )
    ]


def test_titles_are_kept_in_english() -> None:
    found = {
        named(path): lines
        for path in modules("platform")
        if (lines := translated_titles(Reader.of(path).tree))
    }
    assert found == {}
    sin = 'jobs.start(KIND, place, title=_("Dry run of “%(name)s”") % {"name": name})'
    assert translated_titles(ast.parse(sin)) == [1]


def unsaid(template: str) -> list[str]:
    """Return what a template shows of an error or a kept sentence without `said`."""
    return [shown for shown in _SHOWN.findall(template) if "|said" not in shown]


@pytest.mark.parametrize(
    "path",
    [
        path
        for app in ("ui", *PLATFORM)
        for path in sorted((SOURCE / "platform" / app).rglob("templates/**/*.html"))
        if not path.name.startswith("stories")
    ],
    ids=lambda path: path.name,
)
def test_templates_say_what_was_kept_in_english(path: Path) -> None:
    assert unsaid(path.read_text(encoding="utf-8")) == []


def test_a_template_that_shows_an_error_as_it_is_is_found() -> None:
    source = (
        "{{ error }}{{ error|said }}{{ job.message|default:x }}{{ form.errors.0 }}{{ name }}"
    )
    assert unsaid(source) == [
        "{{ error }}",
        "{{ job.message|default:x }}",
        "{{ form.errors.0 }}",
    ]


def test_every_exception_still_stands_for_something() -> None:
    """What is excused by name exists, so that no excuse outlives its reason."""
    assert [place for place in NOT_SHOWN if not (SOURCE / place).is_file()] == []
    used = set()
    for path in modules(*CORE, *(f"platform/{app}" for app in PLATFORM)):
        reader = Reader.of(path)
        used |= {text for _line, text in reader.texts(reader.tree)}
    assert NOT_SENTENCES.keys() <= used


def test_a_sentence_that_is_listed_nowhere_is_found(tmp_path: Path) -> None:
    module = tmp_path / "new.py"
    module.write_text(
        'raise NewError("Nobody has listed this sentence.", at=1)\n'
        'raise NewError(f"“{name}” is one more that is not listed.")\n'
        'raise NewError(_("This one is translated at once."))\n'
        'raise TypeError("This one is a defect of the caller.")\n'
        'raise NewError(f"“{text}” is no e-mail address.")\n'
    )
    found = unlisted(Reader.of(module).raised())
    assert [line for line, _text in found] == [1, 2]


def test_a_name_stands_once_in_a_sentence() -> None:
    for message in messages():
        names = _SLOT.findall(message)
        assert len(set(names)) == len(names), message
