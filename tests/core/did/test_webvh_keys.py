"""did:webvh: the life of an issuing key in the log, and what a signature by it is worth."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webvh_samples import NOW, START, begun, did_of, document_of, hours, key, next_with, public

from skillmark.core.did import parse_document
from skillmark.core.did.errors import DidError
from skillmark.core.did.webvh import (
    KeyLife,
    KeyVerdict,
    Terms,
    TimeSource,
    TrustedTime,
    deactivate,
    key_history,
    key_standing,
    life_of,
    move,
    read_log,
    standing,
    trusted_time,
    update,
)
from skillmark.core.did.webvh.errors import ForkedError, RolledBackError
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify import Verdict

LOG = begun()
METHOD = f"{did_of(LOG)}#{public('issuing 1').to_multikey()}"


def life(log: bytes, method: str = METHOD) -> KeyLife:
    return life_of(read_log(log, at=NOW), method)


def after(document: JsonObject, at: datetime, log: bytes = LOG) -> bytes:
    return update(log, key("update 1"), at=at, document=document)


def test_a_key_lives_from_the_version_that_lists_it() -> None:
    assert life(LOG) == KeyLife(START)
    added = after(key_history.added(document_of(LOG), public("issuing 2")), hours(5))
    second = f"{did_of(LOG)}#{public('issuing 2').to_multikey()}"
    assert life(added) == KeyLife(START)
    assert life(added, second) == KeyLife(hours(5))


def test_a_key_ends_when_the_document_says() -> None:
    retired = after(key_history.retired(document_of(LOG), METHOD, at=hours(9)), hours(5))
    assert life(retired) == KeyLife(START, expires=hours(9))
    both = after(
        key_history.revoked(document_of(retired), METHOD, at=hours(3)), hours(6), retired
    )
    assert life(both) == KeyLife(START, hours(9), hours(3))


@pytest.mark.parametrize(
    "members", [{"verificationMethod": [], "assertionMethod": []}, {"assertionMethod": []}]
)
def test_a_key_that_is_dropped_has_ended_there(members: JsonObject) -> None:
    dropped = next_with(LOG, state={**document_of(LOG), **members})
    assert life(dropped) == KeyLife(
        START, expires=datetime.fromisoformat("2026-02-01T00:00:00Z")
    )


def test_a_key_that_was_retired_earlier_is_not_prolonged_by_being_dropped() -> None:
    retired = after(key_history.retired(document_of(LOG), METHOD, at=hours(9)), hours(5))
    gone = next_with(retired, state={**document_of(LOG), "assertionMethod": []})
    assert life(gone) == KeyLife(START, expires=hours(9))


def test_a_revocation_is_never_unsaid() -> None:
    revoked = after(key_history.revoked(document_of(LOG), METHOD, at=hours(3)), hours(5))
    silent = next_with(revoked, state=document_of(LOG))
    assert life(silent) == KeyLife(START, revoked=hours(3))
    later = key_history.revoked(document_of(LOG), METHOD, at=hours(7))
    assert life(next_with(revoked, state=later)).revoked == hours(3)


def test_a_revocation_counts_though_the_key_is_no_longer_listed() -> None:
    revoked = key_history.revoked(document_of(LOG), METHOD, at=hours(3))
    log = next_with(LOG, state={**revoked, "assertionMethod": []})
    assert life(log).revoked == hours(3)
    assert standing(life(log), now=NOW).code == "key.revoked_unproven"


def test_the_end_of_the_did_ends_its_keys() -> None:
    assert life(deactivate(LOG, key("update 1"), at=hours(8))) == KeyLife(START, hours(8))


def test_a_key_lives_on_when_its_did_moves() -> None:
    log = begun(Terms(portable=True))
    moved = move(log, "haven.example", key("update 1"), at=hours(4))
    fragment = METHOD.partition("#")[2]
    for did in (did_of(log), did_of(moved)):
        assert life(moved, f"{did}#{fragment}") == KeyLife(START)


def test_an_unknown_key_has_no_life() -> None:
    for method in (f"{did_of(LOG)}#other", "did:web:harbour.example#" + METHOD[-48:], "x"):
        with pytest.raises(DidError) as refused:
            life(LOG, method)
        assert refused.value.code == "did.method_not_found"


def test_one_name_is_one_key() -> None:
    document = document_of(LOG)
    method = document["verificationMethod"][0]  # type: ignore[index,call-overload]
    other = {"publicKeyMultibase": public("thief").to_multikey()}
    swapped = next_with(LOG, state={**document, "verificationMethod": [method | other]})  # type: ignore[operator]
    with pytest.raises(DidError) as refused:
        life(swapped)
    assert refused.value.code == "webvh.key_history"


ACTIVE = KeyLife(START)
RETIRED = KeyLife(START, expires=hours(100))
REVOKED = KeyLife(START, revoked=hours(50))
BOTH = KeyLife(START, expires=hours(40), revoked=hours(50))
BEFORE = hours(50) - timedelta(minutes=10, seconds=1)
EDGE = hours(50) - timedelta(minutes=10)

type Row = tuple[KeyLife, float | datetime | None, float | None, bool, str, str]
"""Life, proven time, claimed time, in the issuer's log; verdict and code."""

TABLE: dict[str, Row] = {
    "active, no time": (ACTIVE, None, None, False, "valid", "key.active"),
    "active, proven": (ACTIVE, 5, None, False, "valid", "key.active"),
    "active, not retired yet": (
        KeyLife(START, NOW + timedelta(1)),
        None,
        None,
        False,
        "valid",
        "key.active",
    ),
    "retired at this moment": (
        KeyLife(START, NOW),
        None,
        None,
        False,
        "unknown",
        "key.time_unproven",
    ),
    "retired, no time": (RETIRED, None, None, False, "unknown", "key.time_unproven"),
    "retired, logged without a date": (
        RETIRED,
        None,
        None,
        True,
        "unknown",
        "key.time_unproven",
    ),
    "retired, the issuer's word alone": (
        RETIRED,
        None,
        5,
        False,
        "unknown",
        "key.time_unproven",
    ),
    "retired, the issuer's word and log": (RETIRED, None, 5, True, "valid", "key.retired"),
    "retired, the word before the key": (
        RETIRED,
        None,
        -1,
        True,
        "unknown",
        "key.time_unproven",
    ),
    "retired, the word after the end": (RETIRED, None, 100, True, "invalid", "key.expired"),
    "retired, proven before": (RETIRED, 99, None, False, "valid", "key.retired_later"),
    "retired, proven after": (RETIRED, 100, 5, True, "invalid", "key.expired"),
    "revoked, no time": (REVOKED, None, None, False, "invalid", "key.revoked_unproven"),
    "revoked, the issuer's word and log": (
        REVOKED,
        None,
        5,
        True,
        "invalid",
        "key.revoked_unproven",
    ),
    "revoked, proven before": (REVOKED, BEFORE, None, False, "valid", "key.revoked_later"),
    "revoked, proven within the margin": (
        REVOKED,
        EDGE,
        None,
        False,
        "invalid",
        "key.revoked_too_near",
    ),
    "revoked, proven at the moment": (
        REVOKED,
        50,
        None,
        False,
        "invalid",
        "key.revoked_before",
    ),
    "revoked, proven after": (REVOKED, 51, 5, True, "invalid", "key.revoked_before"),
    "retired and revoked, proven before both": (
        BOTH,
        39,
        None,
        False,
        "valid",
        "key.revoked_later",
    ),
    "retired and revoked, proven between": (BOTH, 45, None, False, "invalid", "key.expired"),
    "retired and revoked, no time": (BOTH, None, 5, True, "invalid", "key.revoked_unproven"),
}


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE.keys())
def test_the_table(row: Row) -> None:
    told, proven, created, logged, verdict, code = row
    moment = hours(proven) if isinstance(proven, int | float) else proven
    found = standing(
        told,
        now=NOW,
        proven=None if moment is None else TrustedTime(moment, TimeSource.WITNESSES),
        created=None if created is None else hours(created),
        logged=logged,
    )
    assert (found.verdict, found.code) == (verdict, code)
    assert not found.alarm
    assert found.facts["time"] == ("asserted" if proven is None else "witnesses")
    assert found.reason.endswith(".")


def test_a_document_without_a_log_shows_no_key_in_force_earlier() -> None:
    retired = key_history.retired(document_of(LOG), METHOD, at=hours(9))
    told = KeyLife.stated(parse_document(retired).methods[0])
    assert told == KeyLife(None, expires=hours(9))
    found = standing(told, now=NOW, created=hours(5), logged=True)
    assert found.code == "key.time_unproven"
    assert found.facts == {"time": "asserted", "expires": "2026-01-01T18:00:00Z"}


def test_a_revocation_of_tomorrow_is_none_today() -> None:
    assert standing(KeyLife(START, revoked=NOW + timedelta(1)), now=NOW).code == "key.active"


def test_the_words_are_those_of_the_report() -> None:
    assert {word.value for word in KeyVerdict} <= {word.value for word in Verdict}


@pytest.mark.parametrize("kind", [RolledBackError, ForkedError])
def test_a_log_that_changed_its_story_is_an_alarm(kind: type[ForkedError]) -> None:
    found = key_standing.distrusted(kind("The log is shorter than it was."))
    assert (found.verdict, found.code, found.alarm) == (KeyVerdict.INVALID, kind.code, True)


MOMENTS = st.integers(-500, 1_000).map(hours)


@given(MOMENTS, st.booleans(), st.none() | MOMENTS, st.none() | MOMENTS)
def test_without_proven_time_nothing_saves_a_revoked_key(
    revoked: datetime, logged: bool, created: datetime | None, expires: datetime | None
) -> None:
    found = standing(KeyLife(START, expires, revoked), now=NOW, created=created, logged=logged)
    assert found.verdict is KeyVerdict.INVALID


@given(MOMENTS, MOMENTS, MOMENTS, st.booleans())
def test_an_earlier_proof_is_never_worth_less(
    first: datetime, second: datetime, revoked: datetime, logged: bool
) -> None:
    order = [KeyVerdict.INVALID, KeyVerdict.UNKNOWN, KeyVerdict.VALID]
    early, late = (
        standing(
            KeyLife(START, hours(70), revoked),
            now=NOW,
            proven=TrustedTime(moment, TimeSource.CHAIN),
            logged=logged,
        ).verdict
        for moment in sorted((first, second))
    )
    assert order.index(early) >= order.index(late)


def test_the_time_that_counts() -> None:
    cosigned = [hours(3), hours(1), hours(2)]
    assert trusted_time(cosigned, quorum=2) == TrustedTime(hours(2), TimeSource.WITNESSES)
    assert trusted_time(cosigned, quorum=3, block=hours(0)) == TrustedTime(
        hours(3), TimeSource.WITNESSES
    )
    assert trusted_time(cosigned, quorum=4, block=hours(9), stamp=hours(0)) == TrustedTime(
        hours(9), TimeSource.CHAIN
    )
    assert trusted_time(quorum=1, stamp=hours(4)) == TrustedTime(
        hours(4), TimeSource.TIME_STAMP
    )
    assert trusted_time(cosigned, quorum=4) is None
    with pytest.raises(ValueError, match="at least one"):
        trusted_time(cosigned, quorum=0)
