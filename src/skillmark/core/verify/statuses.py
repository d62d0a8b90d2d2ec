"""Was the credential revoked or suspended? Every status entry, each from its own signed list.

A list that is missing, cannot be trusted or holds no longer leaves the question open: the check
is then not run, and the verdict "could not tell". Only the issuer, or whom the policy names,
may sign a list.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from skillmark.core import jsonio
from skillmark.core.jsonio import JsonObject
from skillmark.core.log import Publication
from skillmark.core.proof.authority import CLOCK_SKEW
from skillmark.core.status import StatusEntry, StatusList, entry, list_credential, read_status
from skillmark.core.status.errors import StatusEntryError, StatusListError
from skillmark.core.vc import Credential
from skillmark.core.verify.documents import Documents
from skillmark.core.verify.enclosed import first_fault
from skillmark.core.verify.evidence import MAX_STATUS_LIST, Need, NeedKind, Unavailable
from skillmark.core.verify.fields import text, texts
from skillmark.core.verify.published import publication_of, said, vouching
from skillmark.core.verify.report import (
    Check,
    Fact,
    Outcome,
    failed,
    failed_by,
    not_run,
    not_run_by,
    passed,
    warned,
)
from skillmark.core.verify.signatures import issuer_of
from skillmark.core.verify.signed import Signed

MAX_ENTRIES: Final = 8

_INFORMATIVE: Final = frozenset({"message", "refresh"})
"""Purposes that say nothing about validity, Bitstring Status List 1.0 §2.2."""

_LIST_CODES: Final = {
    "validity.expired": "status.list_expired",
    "validity.not_yet": "status.list_not_yet_valid",
}


def status_needs(credential: Credential) -> tuple[Need, ...]:
    """Return the status lists that decide whether the credential stands."""
    urls = dict.fromkeys(
        parsed.list_url
        for parsed in map(_parse, credential.statuses[:MAX_ENTRIES])
        if isinstance(parsed, StatusEntry) and parsed.purpose not in _INFORMATIVE
    )
    return tuple(Need(url, NeedKind.STATUS_LIST, url, MAX_STATUS_LIST) for url in urls)


def list_signers(
    signed: Signed, credential: Credential, documents: Documents
) -> tuple[str, ...]:
    """Return the DIDs other than the issuer that sign its lists and may, by the policy."""
    lists = (_load(documents.get(need.url)) for need in status_needs(credential))
    signers = (issuer_of(found) for found in lists if not isinstance(found, Check))
    return tuple(dict.fromkeys(did for did in signers if did in signed.policy.status_issuers))


def check_statuses(signed: Signed, credential: Credential, documents: Documents) -> list[Check]:
    """Return one check for each status entry, or one that there is none."""
    if not credential.statuses:
        reason = "The issuer keeps no list on which it could be revoked."
        return [passed("status", "status.none", reason)]
    if len(credential.statuses) > MAX_ENTRIES:
        reason = "It has more status entries than are looked up."
        return [not_run("status", "status.too_many", reason, entries=len(credential.statuses))]
    return [_check_entry(signed, one, documents) for one in credential.statuses]


def _parse(raw: JsonObject) -> StatusEntry | Check:
    """Return the entry, or the check that it cannot be read."""
    if entry.TYPE not in texts(raw.get("type")):
        kind = ", ".join(texts(raw.get("type")))[:100]
        reason = "Its status is kept in a way that cannot be looked up yet."
        return not_run("status", "unsupported.status_type", reason, type=kind)
    try:
        return entry.parse(raw)
    except StatusEntryError as error:
        return failed_by("status", error)


def _check_entry(signed: Signed, raw: JsonObject, documents: Documents) -> Check:
    parsed = _parse(raw)
    if isinstance(parsed, Check):
        return parsed
    facts: dict[str, Fact] = {"purpose": parsed.purpose[:40], "list": parsed.list_url}
    if parsed.list_url in documents.used:
        facts["enclosed"] = True
    if parsed.purpose in _INFORMATIVE:
        reason = "It carries a status that says nothing about validity; it was not looked up."
        return warned("status", "status.informative", reason, **facts)
    if parsed.purpose not in {entry.REVOCATION, entry.SUSPENSION}:
        reason = "It carries a status whose meaning is not known here."
        return not_run("status", "unsupported.status_purpose", reason, **facts)
    return _look_up(signed, parsed, documents, facts)


def _look_up(
    signed: Signed, parsed: StatusEntry, documents: Documents, facts: dict[str, Fact]
) -> Check:
    """Read the list that an entry points to, after everything that could speak against it."""
    data = documents.get(parsed.list_url)
    found = _load(data)
    if isinstance(found, Check):
        return not_run("status", found.code, found.reason, **facts, **found.facts)
    place = None
    if isinstance(data, bytes):
        place = publication_of(signed, parsed.list_url, data, issuer_of(found), documents)
    if isinstance(place, Check):
        return not_run("status", place.code, place.reason, **facts, **place.facts)
    untrusted = _untrusted(signed, found, documents, place)
    if untrusted is not None:
        return not_run("status", untrusted.code, untrusted.reason, **facts, **untrusted.facts)
    return _dated(said(_read(signed, parsed, found, facts), place), found)


def _dated(check: Check, found: JsonObject) -> Check:
    """Say of when an answer is that came with the credential."""
    if not check.facts.get("enclosed") or check.outcome is not Outcome.PASSED:
        return check
    stated = text(found.get("validFrom"))
    words = (check.reason, "That is as of the list that came with it.")
    return replace(check, reason=" ".join(words), facts={**check.facts, "as_of": stated})


def _load(found: bytes | Unavailable) -> JsonObject | Check:
    """Return the list as it was fetched, or why it cannot be read."""
    if isinstance(found, Unavailable):
        return not_run("status", found.code, found.reason)
    try:
        return jsonio.load_object(found, max_bytes=MAX_STATUS_LIST)
    except jsonio.JsonError as error:
        reason = "What lies at the address of its status list is no status list."
        return not_run("status", "status.list_malformed", reason, cause=error.code)


def _untrusted(
    signed: Signed, found: JsonObject, documents: Documents, place: Publication | None
) -> Check | None:
    """Return why a list proves nothing, or None when its own signature is good."""
    signer = issuer_of(found)
    if signer != signed.issuer_id and signer not in signed.policy.status_issuers:
        reason = "The status list is by somebody else than the issuer."
        return not_run("status", "status.list_issuer", reason, list_issuer=signer)
    listed = vouching(signed.enclosing(found, signer), place)
    fault = first_fault(listed, documents.resolved)
    if fault is None:
        return None
    code = _LIST_CODES.get(fault.code, "status.list_untrusted")
    reason = f"The status list cannot be relied on. {fault.reason}"
    return not_run("status", code, reason, cause=fault.code)


def _read(
    signed: Signed, parsed: StatusEntry, found: JsonObject, facts: dict[str, Fact]
) -> Check:
    """Read the bit, §3.2."""
    try:
        listed = list_credential.parse(found)
        value = read_status(
            parsed,
            listed,
            issuer=signed.issuer_id,
            at=_moment(signed, listed),
            delegates=signed.policy.status_issuers,
        )
    except StatusListError as error:
        return not_run_by("status", error, **facts)
    if value == 0:
        words = {entry.REVOCATION: "revoked", entry.SUSPENSION: "suspended"}[parsed.purpose]
        return passed("status", f"status.not_{words}", f"It is not {words}.", **facts)
    facts["message"] = parsed.message(value)
    if parsed.purpose == entry.SUSPENSION:
        return failed("status", "status.suspended", "The issuer suspended it for now.", **facts)
    return failed("status", "status.revoked", "The issuer revoked it.", **facts)


def _moment(signed: Signed, listed: StatusList) -> datetime:
    """Return when to read a list: clocks may be a minute apart for one just published."""
    start = listed.valid_from
    if start is not None and signed.at < start <= signed.at + CLOCK_SKEW:
        return start
    return signed.at
