"""The cryptosuite ``eddsa-jcs-2022``: Ed25519 over RFC 8785 and SHA-256.

§ refers to the W3C Recommendation Data Integrity EdDSA Cryptosuites 1.0. It signs the JSON
itself; no context is followed, and none is checked: whoever reads the terms does that.
"""

from collections.abc import Mapping
from typing import ClassVar

from skillmark.core.canon import Canonicalizer, jcs
from skillmark.core.crypto import Algorithm
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof.contexts import require_context_prefix, require_same_context
from skillmark.core.proof.suite import Cryptosuite


class EddsaJcs2022(Cryptosuite):
    """§3.3: both halves as canonical JSON, the context repeated in the proof."""

    name: ClassVar[str | None] = "eddsa-jcs-2022"
    hashes: ClassVar[Mapping[Algorithm, str]] = {Algorithm.ED25519: "sha256"}

    def options_for(self, document: JsonObject, options: JsonObject) -> JsonObject:
        """Return the options with the context of the document, §3.3.1."""
        require_same_context(document, options)
        if "@context" not in document:
            return options
        return options | {"@context": document["@context"]}

    def canonical_options(
        self,
        document: JsonObject,
        options: JsonObject,
        canonicalize: Canonicalizer,
        hash_name: str,
    ) -> bytes:
        """Return the canonical JSON of the options, §3.3.5."""
        del canonicalize, hash_name  # JCS is the suite's own
        require_context_prefix(document, options)
        return jcs.canonicalize(options)

    def canonical_document(
        self,
        document: JsonObject,
        options: JsonObject,
        canonicalize: Canonicalizer,
        hash_name: str,
    ) -> bytes:
        """Return the canonical JSON of the document under the proof's context, §3.3.2."""
        del canonicalize, hash_name  # JCS is the suite's own
        if "@context" in options:
            document = document | {"@context": options["@context"]}
        return jcs.canonicalize(document)
