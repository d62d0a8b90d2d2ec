"""RDF quads: the value, and its one canonical spelling as a line of N-Quads.

A term is kept as the text it has in canonical N-Quads (RDF 1.1 N-Quads §3 with the escapes that
RDFC-1.0 §4.1 fixes): ``<iri>``, ``"text"``, ``"text"^^<datatype>``, ``"text"@tag`` or ``_:label``.
Two terms are equal exactly when their texts are.
"""

import re
from typing import Final, NamedTuple

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

_ESCAPES: Final = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    0x08: "\\b",
    0x09: "\\t",
    0x0A: "\\n",
    0x0C: "\\f",
    0x0D: "\\r",
    0x22: '\\"',
    0x5C: "\\\\",
}
_TO_ESCAPE: Final = re.compile(r'[\x00-\x1f"\\\x7f]')


class Quad(NamedTuple):
    """One statement; every member is a term's canonical text, ``graph`` is "" by default."""

    subject: str
    predicate: str
    object: str
    graph: str

    def line(self) -> str:
        """Return the canonical N-Quads line, with its line feed."""
        graph = f" {self.graph}" if self.graph else ""
        return f"{self.subject} {self.predicate} {self.object}{graph} .\n"


def escape(text: str) -> str:
    """Return a literal's text with the escapes of RDFC-1.0 §4.1 and no others."""
    return text.translate(_ESCAPES) if _TO_ESCAPE.search(text) else text


def iri(value: str) -> str:
    """Return the term of an IRI that was checked before."""
    return f"<{value}>"


def literal(text: str, *, datatype: str = "", language: str = "") -> str:
    """Return the term of a literal; ``xsd:string`` is never written."""
    quoted = f'"{escape(text)}"'
    if language:
        return f"{quoted}@{language}"
    if datatype and datatype != f"{XSD}string":
        return f"{quoted}^^<{datatype}>"
    return quoted


def is_blank(term: str) -> bool:
    """Tell whether a term is a blank node."""
    return term.startswith("_:")
