"""Context, type and model: may this document be read as a credential at all?

Runs before anything is fetched. Canonicalisation happens here once (safe mode finds unknown
contexts, redefined and undefined terms); the proof check finds the bytes in the memory.
"""

from skillmark.core import jsonio
from skillmark.core.canon import Canonicalizer
from skillmark.core.canon.errors import CanonError, ContextUnknownError
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof import without_proof
from skillmark.core.vc import Credential, VcError, parse_credential
from skillmark.core.vc.errors import ContextError, TypeNameError
from skillmark.core.verify.report import Check, failed_by, not_run_by, passed


def check_structure(
    document: JsonObject, canonicalize: Canonicalizer
) -> tuple[Credential | None, list[Check]]:
    """Return the credential when it can be read as one, and ``context type model``."""
    try:
        credential = parse_credential(document)
    except ContextError as error:
        return None, [failed_by("context", error)]
    except TypeNameError as error:
        return None, [_check_context(document, canonicalize), failed_by("type", error)]
    except VcError as error:
        return None, [_check_context(document, canonicalize), failed_by("model", error)]
    return credential, [
        _check_context(document, canonicalize),
        passed("type", "type.credential", "It is a verifiable credential."),
        passed(
            "model",
            "model.followed",
            "It has the parts that a credential has.",
            data_model=credential.version.value,
        ),
    ]


def _check_context(document: JsonObject, canonicalize: Canonicalizer) -> Check:
    """Check that every word has one meaning, fixed by a context that is bundled here.

    A context that is not bundled is nobody's fault: what the words mean cannot be told.
    """
    try:
        canonicalize(without_proof(document), "sha256")
    except ContextUnknownError as error:
        return not_run_by("context", error)
    except (CanonError, jsonio.JsonError) as error:
        return failed_by("context", error)
    return passed("context", "context.known", "Every word in it has one fixed meaning.")
