"""The cryptosuite ``eddsa-rdfc-2022``: Ed25519 over RDFC-1.0 and SHA-256.

§ refers to the W3C Recommendation Data Integrity EdDSA Cryptosuites 1.0. It signs meaning, the
N-Quads of the document, and so leans on the canonicaliser to refuse what N-Quads would drop.
"""

from collections.abc import Mapping
from typing import ClassVar

from skillmark.core.canon import Canonicalizer
from skillmark.core.crypto import Algorithm
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof.contexts import require_same_context
from skillmark.core.proof.suite import Cryptosuite


class EddsaRdfc2022(Cryptosuite):
    """§3.2: both halves through JSON-LD, the proof under the context of its document."""

    name: ClassVar[str | None] = "eddsa-rdfc-2022"
    hashes: ClassVar[Mapping[Algorithm, str]] = {Algorithm.ED25519: "sha256"}

    def options_for(self, document: JsonObject, options: JsonObject) -> JsonObject:
        """Return the options as they are, §3.2.1."""
        require_same_context(document, options)
        return options

    def canonical_options(
        self,
        document: JsonObject,
        options: JsonObject,
        canonicalize: Canonicalizer,
        hash_name: str,
    ) -> bytes:
        """Return the N-Quads of the options, §3.2.5."""
        require_same_context(document, options)
        configuration = dict(options)
        if "@context" in document:
            configuration["@context"] = document["@context"]
        return canonicalize(configuration, hash_name)

    def canonical_document(
        self,
        document: JsonObject,
        options: JsonObject,
        canonicalize: Canonicalizer,
        hash_name: str,
    ) -> bytes:
        """Return the N-Quads of the document, §3.2.3."""
        del options  # the document is taken with its own context
        return canonicalize(document, hash_name)
