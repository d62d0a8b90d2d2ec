"""N-Quads, read strictly: RDF 1.1 N-Quads §3, one statement a line.

Escapes are resolved, so every term comes out in the canonical spelling of
`skillmark.core.canon.quads`. The same statement twice is one statement: a dataset is a set.
"""

import re
from typing import Final

from skillmark.core.canon.errors import CanonError, NQuadsError
from skillmark.core.canon.iris import check_absolute
from skillmark.core.canon.quads import RDF, Quad, iri, literal

_START: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff_:"
)
_REST: Final = f"{_START}0-9\\-\u00b7\u0300-\u036f\u203f\u2040"
_ESCAPE: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI: Final = rf'<((?:[^\x00-\x20<>"{{}}|^`\\]|{_ESCAPE})*+)>'
_BLANK: Final = rf"(_:[{_START}0-9](?:[{_REST}.]*[{_REST}])?)"
_TEXT: Final = rf'"((?:[^"\\\n\r]|\\[tbnrf"\'\\]|{_ESCAPE})*+)"'
_TAG: Final = r"@([a-zA-Z]+(?:-[a-zA-Z0-9]+)*)"
_LINE: Final = re.compile(
    rf"[ \t]*(?:{_IRI}|{_BLANK})[ \t]*{_IRI}[ \t]*"
    rf"(?:{_IRI}|{_BLANK}|{_TEXT}(?:\^\^{_IRI}|{_TAG})?)[ \t]*"
    rf"(?:(?:{_IRI}|{_BLANK})[ \t]*)?\.[ \t]*(?:#.*)?\Z"
)
_NOTHING: Final = re.compile(r"[ \t]*(?:#.*)?\Z")
_END: Final = re.compile(r"[\r\n]+")
_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SINGLE: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_SURROGATES: Final = range(0xD800, 0xE000)
_LAST: Final = 0x10FFFF


def parse(text: str) -> set[Quad]:
    """Return the statements of an N-Quads text, blank nodes under their own labels.

    Raises:
        NQuadsError: a line that is no statement; ``line`` tells which, counted from 1.
    """
    quads: set[Quad] = set()
    for number, line in enumerate(_END.split(text), 1):
        if _NOTHING.match(line):
            continue
        match = _LINE.match(line)
        if match is None:
            raise NQuadsError("This line is no statement.", line=number)
        try:
            quads.add(_quad(*match.groups(default="")))
        except CanonError as error:
            raise NQuadsError(
                "This line names something that is no IRI.", line=number
            ) from error
    return quads


def _quad(*part: str) -> Quad:
    subject = part[1] or _iri(part[0])
    target = part[4] or (_iri(part[3]) if part[3] else _literal(part[5], part[6], part[7]))
    graph = part[9] or (_iri(part[8]) if part[8] else "")
    return Quad(subject, _iri(part[2]), target, graph)


def _iri(written: str) -> str:
    value = _unescape(written)
    check_absolute(value)
    return iri(value)


def _literal(written: str, datatype: str, language: str) -> str:
    text = _unescape(written)
    if datatype:
        name = _iri(datatype)[1:-1]
        if name == f"{RDF}langString":
            raise NQuadsError("A language text has a tag, not a datatype.")
        return literal(text, datatype=name)
    return literal(text, language=language)


def _unescape(written: str) -> str:
    return _ESCAPED.sub(_character, written) if "\\" in written else written


def _character(match: re.Match[str]) -> str:
    if match[3] is not None:
        return _SINGLE.get(match[3], match[3])
    code = int(match[1] or match[2], 16)
    if code in _SURROGATES or code > _LAST:
        raise NQuadsError("An escape names no character.")
    return chr(code)
