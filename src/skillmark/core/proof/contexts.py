"""The ``@context`` of a proof beside the ``@context`` of its document.

A proof is read under the context of its document. The suites over RDF take that context and
ignore the proof's; a proof that names another one is refused here, so that no reader can see
it under other terms. The suites over JCS write the context into the proof and let others add
contexts after it (Data Integrity EdDSA Cryptosuites 1.0 §3.3.2).
"""

from skillmark.core.jsonio import JsonObject, JsonValue, dumps
from skillmark.core.proof.errors import ProofContextError


def require_same_context(document: JsonObject, proof: JsonObject) -> None:
    """Refuse a proof whose context is present and not that of the document.

    Raises:
        ProofContextError: it is another one.
    """
    if "@context" in proof and dumps(proof["@context"]) != dumps(document.get("@context")):
        raise ProofContextError("The proof names another context than the document.")


def require_context_prefix(document: JsonObject, proof: JsonObject) -> None:
    """Refuse a proof whose context is present and not what the document's begins with.

    Raises:
        ProofContextError: the document has none, or another one, or in another order.
    """
    if "@context" not in proof:
        return
    signed, shown = _list(proof["@context"]), _list(document.get("@context"))
    if "@context" not in document or dumps(shown[: len(signed)]) != dumps(signed):
        raise ProofContextError("The document does not begin with the context of its proof.")


def _list(context: JsonValue) -> list[JsonValue]:
    return context if isinstance(context, list) else [context]
