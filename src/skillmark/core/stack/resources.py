"""What a final credential carries so that others can re-check it: addresses with digests.

``relatedResource`` entries of VCDM 2.0 §5.3: one for the rule, one for the recognition
decisions where there are any, one for each constituent. The digest is over the exact bytes that
are served at the address, so a constituent is bound with its proof, to the letter.
"""

from collections.abc import Iterable
from typing import Final

from skillmark.core.jsonio import JsonObject
from skillmark.core.stack.digests import digest
from skillmark.core.stack.equivalences import Decisions
from skillmark.core.stack.errors import ResourceError
from skillmark.core.stack.rule import Rule
from skillmark.core.vc.values import is_iri

JSON: Final = "application/json"
CREDENTIAL: Final = "application/vc"


def related_resources(
    *,
    rule_url: str,
    rule: Rule,
    constituents: Iterable[tuple[str, bytes]],
    decisions_url: str | None = None,
    decisions: Decisions | None = None,
) -> tuple[JsonObject, ...]:
    """Return the ``relatedResource`` entries of a final credential.

    Args:
        rule_url: where `Rule.canonical` is served, as `JSON`.
        rule: the version of the rule that was fulfilled.
        constituents: for each credential that counted the address where its exact bytes are
            served, as `CREDENTIAL`, and those bytes; written in the order of the addresses.
        decisions_url: where `Decisions.canonical` is served, as `JSON`.
        decisions: the recognition decisions that were applied.

    Raises:
        ResourceError: an address is no absolute IRI, or two are the same.
    """
    found = [resource(rule_url, rule.canonical, JSON)]
    if decisions is not None:
        found.append(resource(decisions_url or "", decisions.canonical, JSON))
    found += [resource(url, data, CREDENTIAL) for url, data in sorted(constituents)]
    if len({str(entry["id"]) for entry in found}) != len(found):
        raise ResourceError("Two resources have one address.")
    return tuple(found)


def resource(url: str, data: bytes, media_type: str) -> JsonObject:
    """Return the entry for one file.

    Args:
        url: where exactly these bytes are served.
        data: the bytes.
        media_type: one that IANA lists.

    Raises:
        ResourceError: the address is no absolute IRI.
    """
    if not is_iri(url):
        raise ResourceError("The address of a resource is no absolute IRI.", url=url[:200])
    return {"id": url, "mediaType": media_type, "digestMultibase": digest(data)}
