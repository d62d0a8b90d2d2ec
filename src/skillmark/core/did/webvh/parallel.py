"""The did:web beside a did:webvh: for readers that know only the former.

It says the same and names its source; a reader who knows better follows ``alsoKnownAs`` to the
log and checks here that the two agree. § is "Publishing a Parallel did:web DID" of did:webvh 1.0.
"""

from typing import Final

from skillmark.core.did.document import DidDocument, VerificationMethod, parse_document
from skillmark.core.did.webvh import hashes
from skillmark.core.did.webvh.errors import ParallelError
from skillmark.core.did.webvh.identifier import WebvhDid
from skillmark.core.jsonio import JsonObject, JsonValue

_LINKED_VP: Final = "https://identity.foundation/linked-vp/contexts/v1"


def to_web(document: JsonObject) -> JsonObject:
    """Return the did:web document beside a did:webvh document.

    Args:
        document: of the newest version; it should name the did:web under ``alsoKnownAs``.

    Raises:
        DidError: its id is no did:webvh.
        ParallelError: ``service`` or ``alsoKnownAs`` are no lists.
    """
    did = WebvhDid.parse(str(document.get("id")))
    services = _list(document, "service")
    named = {item.get("id") for item in services if isinstance(item, dict)}
    implicit = {"#files": _files(did), "#whois": _whois(did)}
    missing = [
        service
        for fragment, service in implicit.items()
        if not named & {fragment, f"{did}{fragment}"}
    ]
    prefix = f"did:webvh:{did.scid}:"
    whole = document | {"service": [*services, *missing]}
    web = hashes.replaced(whole, prefix, "did:web:")
    names = [name for name in _list(web, "alsoKnownAs") if name != did.web]
    unique = list(dict.fromkeys(str(name) for name in [*names, str(did)]))
    return web | {"alsoKnownAs": list[JsonValue](unique)}


def check(web: JsonObject, webvh: JsonObject) -> None:
    """Refuse a did:web document that is not the one beside a verified did:webvh document.

    Each names the other, and the same keys may do the same until the same moments. Services
    and further names may differ.

    Args:
        web: the did:web document, as it was found.
        webvh: the document of the newest version of the verified log.

    Raises:
        ParallelError: they do not agree; the fact ``what`` names the first difference.
        DidError: a document is malformed, or the second is of no did:webvh.
    """
    did = WebvhDid.parse(str(webvh.get("id")))
    expected = parse_document(to_web(webvh))
    found, source = parse_document(web), parse_document(webvh)
    differences = {
        "id": found.id != did.web,
        "alsoKnownAs of the did:web": str(did) not in found.also_known_as,
        "alsoKnownAs of the did:webvh": did.web not in source.also_known_as,
        "verificationMethod": _methods(found) != _methods(expected),
        "assertionMethod": found.assertion_method != expected.assertion_method,
        "authentication": found.authentication != expected.authentication,
        "controller": set(found.controllers) != set(expected.controllers),
    }
    for what, differs in differences.items():
        if differs:
            raise ParallelError("The did:web does not say what the log says.", what=what)


def _methods(document: DidDocument) -> tuple[dict[str, VerificationMethod], frozenset[str]]:
    return {method.id: method for method in document.methods}, frozenset(document.unusable)


def _files(did: WebvhDid) -> JsonObject:
    return {"id": "#files", "type": "relativeRef", "serviceEndpoint": did.files_url}


def _whois(did: WebvhDid) -> JsonObject:
    return {
        "@context": _LINKED_VP,
        "id": "#whois",
        "type": "LinkedVerifiablePresentation",
        "serviceEndpoint": f"{did.files_url}whois.vp",
    }


def _list(document: JsonObject, name: str) -> list[JsonValue]:
    value = document.get(name, [])
    if not isinstance(value, list):
        raise ParallelError(f"“{name}” is no list.", what=name)
    return value
