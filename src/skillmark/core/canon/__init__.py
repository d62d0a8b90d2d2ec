"""Canonical bytes: what is hashed and signed.

`canonicalize` is the full way from a JSON-LD document to its canonical N-Quads: safe expansion
(`jsonld`), RDF (`rdf`), RDFC-1.0 (`rdfc`). `compiled.ShapeCache` gives the same bytes faster for
documents of one shape. `jcs` is RFC 8785 and knows no JSON-LD. Hashing the bytes and signing
them is `skillmark.core.proof`'s work.
"""

from typing import Protocol

from skillmark.core.canon import jsonld, rdf, rdfc
from skillmark.core.jsonio import JsonObject

__all__ = ["Canonicalizer", "canonicalize"]


class Canonicalizer(Protocol):
    """The full way and the shape cache alike: document and hash name in, canonical bytes out."""

    def __call__(self, document: JsonObject, hash_name: str = "sha256") -> bytes:
        """Return the canonical N-Quads of a document as UTF-8, or raise `CanonError`."""
        ...


def canonicalize(
    document: JsonObject, hash_name: str = "sha256", *, allow_examples: bool = False
) -> bytes:
    """Return the canonical N-Quads of a JSON-LD document as UTF-8.

    Args:
        document: a JSON-LD document that names bundled contexts only.
        hash_name: ``"sha256"`` or ``"sha384"``, the hash inside RDFC-1.0.
        allow_examples: follow the W3C example contexts; for published test vectors only.

    Raises:
        CanonError: the document is refused; its subclass says why.
    """
    quads = rdf.quads(jsonld.expand(document, allow_examples=allow_examples))
    return rdfc.serialize(quads, rdfc.issue(quads, hash_name=hash_name)).encode()
