"""V-T: status lists that are missing, foreign, stale or hostile, and what the verifier says."""

import gzip
import time
import tracemalloc
from datetime import timedelta
from typing import Any

import pytest
from signed_credentials import AT, SIGNED, TestIssuer, badge, later, tampered

from skillmark.core.encoding import base64url
from skillmark.core.jsonio import dumps
from skillmark.core.status import Bitstring, entry, list_credential
from skillmark.core.verify import (
    Evidence,
    NeedKind,
    Policy,
    Report,
    Unavailable,
    Verdict,
    judge,
    needs,
)
from skillmark.core.verify.evidence import MAX_STATUS_LIST

ISSUER = TestIssuer.on_web()
KEEPER = TestIssuer.on_web("keeper.example", 5)
URL = "https://harbour.example/status/1"
SUSPENSIONS = "https://harbour.example/status/2"
REVOKED, SUSPENDED = 7, 9
DIDS: Evidence = {ISSUER.did_url: ISSUER.did_document(), KEEPER.did_url: KEEPER.did_document()}


def entry_of(
    index: int = 1, purpose: str = "revocation", url: str = URL, **changes: Any
) -> Any:
    built = entry.build(status_list_credential=url, index=index, purpose=purpose)
    return built | changes


def credential(*entries: Any) -> Any:
    one = entries[0] if len(entries) == 1 else list(entries)
    return ISSUER.sign(badge(ISSUER, credentialStatus=one or [entry_of()]))


def unsigned_list(purpose: str = "revocation", url: str = URL, **changes: Any) -> Any:
    bits = Bitstring.zeros().with_bits({REVOKED: True, SUSPENDED: True})
    options: dict[str, Any] = {
        "url": url,
        "issuer": ISSUER.did,
        "purpose": purpose,
        "bits": bits,
        "valid_from": SIGNED,
        "valid_until": later(days=1),
    }
    return list_credential.build(**(options | changes))


def signed_list(purpose: str = "revocation", url: str = URL, **changes: Any) -> bytes:
    return dumps(ISSUER.sign(unsigned_list(purpose, url, **changes)))


def packed(raw: bytes) -> bytes:
    """Return a list with these bytes, packed and signed."""
    document = unsigned_list()
    encoded = "u" + base64url.encode(gzip.compress(raw, 9, mtime=0))
    return dumps(
        ISSUER.sign(tampered(document, "credentialSubject", "encodedList", value=encoded))
    )


GOOD_LIST = signed_list()
BOMB = packed(b"\0" * 2**28)  # a quarter of a GiB in 250 kB
FOREIGN = dumps(KEEPER.sign(unsigned_list(issuer=KEEPER.did)))
FORGED = dumps(KEEPER.sign(unsigned_list()))


def look(document: Any, found: bytes | Unavailable | None, **options: Any) -> Report:
    evidence = dict(DIDS) | ({} if found is None else {URL: found})
    return judge(document, evidence, at=options.pop("at", AT), **options)


BAD_LISTS: dict[str, tuple[bytes | Unavailable | None, str]] = {
    "82 bomb": (BOMB, "status.list_too_large"),
    "83 too short": (packed(b"\0" * 1024), "status.list_too_short"),
    "85 by another issuer": (FOREIGN, "status.list_issuer"),
    "85 signed by another issuer": (FORGED, "status.list_untrusted"),
    "86 id is not the address": (signed_list(url=f"{URL}?x"), "status.list_id"),
    "87 another purpose": (signed_list("suspension"), "status.purpose"),
    "88 expired": (signed_list(valid_until=AT - timedelta(seconds=1)), "status.list_expired"),
    "88 of the future": (signed_list(valid_from=later(minutes=2)), "status.list_not_yet_valid"),
    "89 unreachable": (Unavailable("fetch.unreachable", "No answer."), "fetch.unreachable"),
    "89 nobody fetched it": (None, "evidence.not_fetched"),
    "90 at a private address": (
        Unavailable("fetch.address_refused", "Private."),
        "fetch.address_refused",
    ),
    "changed after signing": (
        GOOD_LIST.replace(b"2026-05-01", b"2026-05-02"),
        "status.list_untrusted",
    ),
    "unsigned": (dumps(unsigned_list()), "status.list_untrusted"),
    "no list at all": (dumps(ISSUER.sign(badge(ISSUER, id=URL))), "status.list_malformed"),
    "no JSON": (b"<html>not found</html>", "status.list_malformed"),
    "larger than allowed": (b" " * (MAX_STATUS_LIST + 1), "evidence.too_large"),
    "not zipped": (
        dumps(
            ISSUER.sign(
                tampered(unsigned_list(), "credentialSubject", "encodedList", value="uAAAA")
            )
        ),
        "status.list_encoding",
    ),
}


@pytest.mark.parametrize(("found", "code"), BAD_LISTS.values(), ids=BAD_LISTS.keys())
def test_a_list_that_is_no_use_leaves_the_question_open(
    found: bytes | Unavailable | None, code: str
) -> None:
    report = look(credential(), found)
    assert (report.verdict, report.reasons[0].code) == (Verdict.UNKNOWN, code)


BAD_ENTRIES = {
    "84 negative": (entry_of(statusListIndex="-1"), "status.entry_malformed"),
    "84 1e3": (entry_of(statusListIndex="1e3"), "status.entry_malformed"),
    "84 with a blank": (entry_of(statusListIndex=" 1"), "status.entry_malformed"),
    "84 a number": (entry_of(statusListIndex=1), "status.entry_malformed"),
    "84 a list": (entry_of(statusListIndex=["1"]), "status.entry_malformed"),
    "91 three bits without messages": (entry_of(statusSize=3), "status.entry_malformed"),
    "91 nine bits": (entry_of(statusSize=9), "status.entry_malformed"),
}


@pytest.mark.parametrize(("raw", "code"), BAD_ENTRIES.values(), ids=BAD_ENTRIES.keys())
def test_a_malformed_entry_is_the_credentials_own_fault(raw: Any, code: str) -> None:
    # A JCS proof: some of these cannot even be written as RDF.
    document = ISSUER.sign(badge(ISSUER, credentialStatus=raw), cryptosuite="eddsa-jcs-2022")
    report = look(document, GOOD_LIST)
    assert report.verdict is Verdict.INVALID
    assert report.checks_named("status")[0].code == code


def test_84_an_index_beyond_the_list() -> None:
    report = look(credential(entry_of(131_072)), GOOD_LIST)
    assert (report.verdict, report.reasons[0].code) == (
        Verdict.UNKNOWN,
        "status.index_out_of_range",
    )


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ({"type": "StatusList2021Entry"}, "unsupported.status_type"),
        ({"type": "1EdTechRevocationList"}, "unsupported.status_type"),
        ({"statusPurpose": "sanctioned"}, "unsupported.status_purpose"),
    ],
)
def test_a_status_of_another_kind_is_unknown(kind: Any, code: str) -> None:
    document = ISSUER.sign(
        badge(ISSUER, credentialStatus=entry_of() | kind)
        | {"@context": [*badge(ISSUER)["@context"], "https://w3id.org/vc/status-list/2021/v1"]},
        cryptosuite="eddsa-jcs-2022",
    )
    report = look(document, GOOD_LIST)
    if report.verdict is not Verdict.INVALID:  # the type may be one that no context defines
        assert report.checks_named("status")[0].code == code
        assert report.verdict is Verdict.UNKNOWN
    else:
        assert report.reasons[0].code.startswith("canon.")


@pytest.mark.parametrize("purpose", ["message", "refresh"])
def test_a_status_that_says_nothing_about_validity(purpose: str) -> None:
    report = look(credential(entry_of(purpose=purpose)), None)
    assert report.verdict is Verdict.VALID
    assert report.checks_named("status")[0].code == "status.informative"


@pytest.mark.parametrize(
    ("index", "purpose", "verdict", "code"),
    [
        (1, "revocation", Verdict.VALID, "status.not_revoked"),
        (1, "suspension", Verdict.VALID, "status.not_suspended"),
        (REVOKED, "revocation", Verdict.INVALID, "status.revoked"),
        (SUSPENDED, "suspension", Verdict.VALID_BUT, "status.suspended"),
    ],
)
def test_what_the_bit_says(index: int, purpose: str, verdict: Verdict, code: str) -> None:
    report = look(credential(entry_of(index, purpose)), signed_list(purpose))
    assert report.verdict is verdict
    assert report.checks_named("status")[0].code == code


@pytest.mark.parametrize(
    ("revoked", "suspended", "verdict"),
    [
        (1, 1, Verdict.VALID),
        (1, SUSPENDED, Verdict.VALID_BUT),
        (REVOKED, 1, Verdict.INVALID),
        (REVOKED, SUSPENDED, Verdict.INVALID),
    ],
)
def test_two_entries_each_count(revoked: int, suspended: int, verdict: Verdict) -> None:
    document = credential(entry_of(revoked), entry_of(suspended, "suspension", SUSPENSIONS))
    evidence = dict(DIDS) | {
        URL: GOOD_LIST,
        SUSPENSIONS: signed_list("suspension", SUSPENSIONS),
    }
    report = judge(document, evidence, at=AT)
    assert report.verdict is verdict
    assert len(report.checks_named("status")) == 2


def test_85_a_delegate_may_keep_the_list() -> None:
    policy = Policy(status_issuers=frozenset({KEEPER.did}))
    assert look(credential(), FOREIGN, policy=policy).verdict is Verdict.VALID
    assert look(credential(), FORGED, policy=policy).verdict is Verdict.UNKNOWN
    report = judge(
        credential(),
        {ISSUER.did_url: ISSUER.did_document(), URL: FOREIGN},
        at=AT,
        policy=policy,
    )
    assert report.verdict is Verdict.UNKNOWN


def test_the_document_of_a_delegate_is_asked_for_last() -> None:
    policy = Policy(status_issuers=frozenset({KEEPER.did}))
    evidence = {ISSUER.did_url: ISSUER.did_document(), URL: FOREIGN}
    wanted = needs(credential(), evidence, at=AT, policy=policy)
    assert [need.url for need in wanted] == [KEEPER.did_url]


def test_a_list_published_a_moment_ago_is_read() -> None:
    fresh = signed_list(valid_from=later(seconds=50))
    assert look(credential(), fresh).verdict is Verdict.VALID


def test_too_many_entries_are_not_looked_up() -> None:
    many = [entry_of(url=f"{URL}/{number}") for number in range(9)]
    report = look(credential(*many), GOOD_LIST)
    assert (report.verdict, report.reasons[0].code) == (Verdict.UNKNOWN, "status.too_many")


def test_entries_of_one_list_ask_for_it_once() -> None:
    document = credential(entry_of(1), entry_of(2))
    wanted = needs(document, DIDS, at=AT)
    assert [(need.url, need.kind) for need in wanted] == [(URL, NeedKind.STATUS_LIST)]


def test_82_a_bomb_costs_little() -> None:
    document = credential()
    tracemalloc.start()
    start = time.process_time()
    look(document, BOMB)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - start < 2
    assert peak < 64 * 2**20
