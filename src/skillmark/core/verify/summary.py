"""What a credential says of itself, gathered for the head of a report."""

import re
from typing import Final

from skillmark.core.did import DidError, DidUrl
from skillmark.core.jsonio import JsonObject
from skillmark.core.vc.model import BASE_CONTEXT_1, BASE_CONTEXT_2
from skillmark.core.verify.fields import id_of, objects, plain, text, texts
from skillmark.core.verify.report import Summary

_HOST: Final = re.compile(r"[a-z0-9.-]+(?::[0-9]{1,5})?", re.ASCII)


def summarize(document: JsonObject, kind: str, *, proven: bool = False) -> Summary:
    """Return the summary of a document; odd or absent values are left out."""
    subject = next(iter(objects(document.get("credentialSubject"))), {})
    achievement = next(iter(objects(subject.get("achievement"))), {})
    issuer = document.get("issuer")
    issuer_id = id_of(issuer)
    proof = next(iter(objects(document.get("proof"))), {})
    return Summary(
        proven=proven,
        kind=kind,
        credential_id=text(document.get("id")),
        types=texts(document.get("type")),
        name=plain(document.get("name")),
        issuer_id=issuer_id,
        issuer_domain=domain_of(issuer_id or ""),
        issuer_claimed_name=plain(issuer.get("name")) if isinstance(issuer, dict) else None,
        subject_id=text(subject.get("id")),
        achievement_id=text(achievement.get("id")),
        achievement_name=plain(achievement.get("name")),
        valid_from=text(document.get("validFrom")) or text(document.get("issuanceDate")),
        valid_until=text(document.get("validUntil")) or text(document.get("expirationDate")),
        signed_at=text(proof.get("created")),
        specification=_specification(document),
    )


def _specification(document: JsonObject) -> str | None:
    """Return the specification whose words a document is written in, or None."""
    contexts, types = set(texts(document.get("@context"))), set(texts(document.get("type")))
    if types & {"OpenBadgeCredential", "AchievementCredential"}:
        return "Open Badges 3.0"
    if "ClrCredential" in types:
        return "CLR 2.0"
    versions = {
        BASE_CONTEXT_1: "Verifiable Credentials 1.1",
        BASE_CONTEXT_2: "Verifiable Credentials 2.0",
    }
    named = [name for context, name in versions.items() if context in contexts]
    return named[0] if len(named) == 1 else None


def domain_of(did: str) -> str | None:
    """Return the host of a did:web, a did:webvh or a web address, or None."""
    if did.startswith("https://"):
        host = did.removeprefix("https://").partition("/")[0]
        return host if _HOST.fullmatch(host) else None
    try:
        url = DidUrl.parse_did(did)
    except DidError:
        return None
    place = url.identifier.partition(":")[2] if url.method == "webvh" else url.identifier
    known = url.method in {"web", "webvh"} and place
    return place.partition(":")[0].replace("%3A", ":") if known else None
