"""Endorsements enclosed in a credential: is each one really signed by who it names?

A bad endorsement says nothing against the credential, whose issuer signed it as a whole; the
verdict is then "valid, but". Their revocation is not looked up: an endorsement with a status
is said to be unchecked.
"""

from collections.abc import Iterator
from typing import Final

from skillmark.core.jsonio import JsonObject
from skillmark.core.verify.documents import Resolved
from skillmark.core.verify.enclosed import first_fault
from skillmark.core.verify.fields import objects, text, texts
from skillmark.core.verify.report import Check, Fact, Outcome, failed, not_run, passed
from skillmark.core.verify.signatures import claims_issuer_key, issuer_of
from skillmark.core.verify.signed import Signed

MAX_ENDORSEMENTS: Final = 16

_INVALID: Final = "endorsement.invalid"
_NOT_CHECKED: Final = "endorsement.not_checked"


def endorsements_of(document: JsonObject) -> list[tuple[JsonObject, str | None]]:
    """Return the endorsements of the credential, its achievements and its profiles.

    Each comes with the id of what carries it, which it has to speak of.
    """
    return [
        (endorsement, text(holder.get("id")))
        for holder in _holders(document)
        for endorsement in objects(holder.get("endorsement"))
    ]


def endorser_dids(document: JsonObject) -> tuple[str, ...]:
    """Return the DIDs of the endorsers, for their documents; none twice."""
    found = [one for one, _ in endorsements_of(document)[:MAX_ENDORSEMENTS]]
    return tuple(dict.fromkeys(issuer_of(one) for one in found if claims_issuer_key(one)))


def check_endorsements(signed: Signed, resolved: Resolved) -> list[Check]:
    """Return one check for each endorsement, or one that there is none."""
    found = endorsements_of(signed.document)
    checks = [
        _check_one(signed, one, carrier, resolved) for one, carrier in found[:MAX_ENDORSEMENTS]
    ]
    left = len(found) - len(checks)
    tokens = sum(
        len(texts(holder.get("endorsementJwt"))) for holder in _holders(signed.document)
    )
    if left + tokens:
        reason = "Endorsements of a kind or number that is not checked were left aside."
        checks.append(not_run("endorsements", _NOT_CHECKED, reason, endorsements=left + tokens))
    return checks or [passed("endorsements", "endorsement.none", "Nobody endorses it.")]


def _check_one(
    signed: Signed, endorsement: JsonObject, carrier: str | None, resolved: Resolved
) -> Check:
    endorser = issuer_of(endorsement)
    facts: dict[str, Fact] = {"endorser": endorser}
    if "EndorsementCredential" not in texts(endorsement.get("type")):
        return failed("endorsements", _INVALID, "An endorsement is none.", **facts)
    endorsed = {
        text(subject.get("id")) for subject in objects(endorsement.get("credentialSubject"))
    }
    if endorsed != {carrier}:
        reason = "An endorsement speaks of something else than what carries it."
        return failed("endorsements", _INVALID, reason, **facts)
    fault = first_fault(signed.enclosing(endorsement, endorser), resolved)
    if fault is not None:
        facts["cause"] = fault.code
        if fault.outcome is Outcome.FAILED:
            reason = f"An endorsement cannot be relied on. {fault.reason}"
            return failed("endorsements", _INVALID, reason, **facts)
        reason = f"An endorsement could not be checked. {fault.reason}"
        return not_run("endorsements", _NOT_CHECKED, reason, **facts)
    if "credentialStatus" in endorsement:
        reason = "Whether an endorsement was withdrawn was not checked."
        return not_run("endorsements", _NOT_CHECKED, reason, **facts)
    reason = "An endorsement is signed by who it names."
    return passed("endorsements", "endorsement.valid", reason, **facts)


def _holders(document: JsonObject) -> Iterator[JsonObject]:
    """Yield the objects that may carry endorsements, Open Badges 3.0 §B.1."""
    yield document
    yield from objects(document.get("issuer"))
    for subject in objects(document.get("credentialSubject")):
        for achievement in objects(subject.get("achievement")):
            yield achievement
            yield from objects(achievement.get("creator"))
