"""An independent RDF engine (pyoxigraph) to hold our canonical bytes against.

Its JSON-LD reader does not read type-scoped contexts inside type-scoped contexts, and it fetches
nothing, so `canonical` puts the bundled contexts into the document first. It does no safe mode.
"""

import json

import pyoxigraph

from skillmark.core.canon import contexts
from skillmark.core.jsonio import JsonObject, JsonValue

HASHES = {
    "sha256": pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0,
    "sha384": pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_384,
}


def canonical_nquads(nquads: str, hash_name: str = "sha256") -> str:
    """Return the canonical form of N-Quads by the other engine."""
    return _canonical(nquads.encode(), pyoxigraph.RdfFormat.N_QUADS, hash_name)


def canonical(document: JsonObject, hash_name: str = "sha256") -> str:
    """Return the canonical N-Quads of a JSON-LD document by the other engine."""
    inlined = json.dumps(_inlined(document)).encode()
    return _canonical(inlined, pyoxigraph.RdfFormat.JSON_LD, hash_name)


def _canonical(data: bytes, form: pyoxigraph.RdfFormat, hash_name: str) -> str:
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(data, format=form))
    dataset.canonicalize(HASHES[hash_name])
    return "".join(sorted(f"{quad} .\n" for quad in dataset))


def _inlined(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {k: _context(v) if k == "@context" else _inlined(v) for k, v in value.items()}
    return [_inlined(item) for item in value] if isinstance(value, list) else value


def _context(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return _context(contexts.load(value)["@context"])
    if not isinstance(value, list):
        return value
    flat: list[JsonValue] = []
    for part in map(_context, value):
        flat.extend(part if isinstance(part, list) else [part])
    return flat
