"""Every row of the table of keys and times, end to end: real histories, proofs, blocks, signatures."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import log_samples
import pytest
from bundle_samples import (
    AT,
    CREATED,
    FRESH,
    MINED,
    THIEF,
    WEB,
    WEBVH,
    WITNESSED,
    World,
    retired,
    revoked,
    world,
)
from webvh_samples import begun

from skillmark.core.verify import Outcome, Policy, Report, Verdict, judge

MINUTE = timedelta(minutes=1)
NO_WITNESS = log_samples.policy("quorum none").to_bytes().decode()
NAMES = (WEBVH, WEB)
DAY = timedelta(days=1)


def look(made: World, data: bytes | None = None, **changes: Any) -> Report:
    """Judge offline; the policy demands nothing unless told otherwise."""
    policy = made.asking(**{"demand": None, **changes})
    return judge(data or made.bundle.to_bytes(), {}, at=AT, policy=policy)


def key_of(report: Report) -> tuple[str, str]:
    check = report.checks_named("key")[0]
    return check.outcome.value, check.code


def of_time(history: bytes, name: str = WEBVH) -> World:
    return world(name, history=history)


type Row = tuple[bytes, str, Verdict, str]
"""History, whose time counts (witnesses, block, nobody), verdict, code."""

TABLE: dict[str, Row] = {
    "active, witnesses": (begun(), "witnesses", Verdict.VALID, "key.active"),
    "active, nobody": (begun(), "nobody", Verdict.VALID, "key.active"),
    "retired after": (
        retired(WITNESSED + MINUTE),
        "witnesses",
        Verdict.VALID,
        "key.retired_later",
    ),
    "retired at": (retired(WITNESSED), "witnesses", Verdict.INVALID, "key.expired"),
    "retired before": (retired(CREATED + DAY), "witnesses", Verdict.INVALID, "key.expired"),
    "retired, block": (retired(MINED + MINUTE), "block", Verdict.VALID, "key.retired_later"),
    "retired before the block": (retired(MINED), "block", Verdict.INVALID, "key.expired"),
    "retired, only logged": (retired(MINED), "nobody", Verdict.VALID, "key.retired"),
    "retired before its own word": (
        retired(CREATED),
        "nobody",
        Verdict.INVALID,
        "key.expired",
    ),
    "retired, not logged": (
        retired(MINED),
        "not logged",
        Verdict.UNKNOWN,
        "key.time_unproven",
    ),
    "revoked later": (
        revoked(WITNESSED + 11 * MINUTE),
        "witnesses",
        Verdict.VALID,
        "key.revoked_later",
    ),
    "revoked too near": (
        revoked(WITNESSED + 10 * MINUTE),
        "witnesses",
        Verdict.INVALID,
        "key.revoked_too_near",
    ),
    "revoked before": (revoked(WITNESSED), "witnesses", Verdict.INVALID, "key.revoked_before"),
    "revoked later than the block": (
        revoked(MINED + 11 * MINUTE),
        "block",
        Verdict.VALID,
        "key.revoked_later",
    ),
    "revoked before the block": (
        revoked(MINED),
        "block",
        Verdict.INVALID,
        "key.revoked_before",
    ),
    "revoked, only logged": (
        revoked(AT - DAY),
        "nobody",
        Verdict.INVALID,
        "key.revoked_unproven",
    ),
    "revoked, not logged": (
        revoked(AT - DAY),
        "not logged",
        Verdict.INVALID,
        "key.revoked_unproven",
    ),
}


def shown(history: bytes, time: str, name: str) -> tuple[bytes, Policy]:
    """Return a bundle and a policy by which that time counts.

    The list is signed by a key of its own standing: one that is not at stake here, fetched anew.
    """
    made = of_time(history, name)
    bundle = replace(
        made.bundle,
        log=None if time == "not logged" else made.bundle.log,
        anchors=made.bundle.anchors if time == "block" else (),
        status={},
        rights=(),
    )
    changes = {"log": NO_WITNESS} if time in {"nobody", "block"} else {}
    return bundle.to_bytes(), made.asking(demand=None, **changes)


@pytest.mark.parametrize("name", NAMES, ids=["did:webvh", "did:web"])
@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE.keys())
def test_a_row_of_the_table(row: Row, name: str) -> None:
    history, time, verdict, code = row
    data, policy = shown(history, time, name)
    report = judge(data, {}, at=AT, policy=policy)
    outcome = {
        Verdict.VALID: "passed",
        Verdict.UNKNOWN: "not_run",
        Verdict.INVALID: "failed",
    }[verdict]
    assert key_of(report) == (outcome, code)
    if verdict is Verdict.VALID:
        assert report.summary.proven
        assert {check.name for check in report.reasons} == {"status"}  # no list is at hand
    else:
        assert report.verdict is verdict
        assert not report.summary.proven


@pytest.mark.parametrize("name", NAMES)
def test_a_credential_that_a_thief_dates_back_is_refused(name: str) -> None:
    """Signed with the stolen key after the compromise, dated before; logged when it was made."""
    stolen_at = WITNESSED - timedelta(days=10)
    made = world(name, history=revoked(stolen_at), created=stolen_at - timedelta(days=30))
    report = look(made)
    assert (report.verdict, key_of(report)[1]) == (Verdict.INVALID, "key.revoked_before")
    unlogged = look(made, made.having(log=None, anchors=()))
    assert (unlogged.verdict, key_of(unlogged)[1]) == (
        Verdict.INVALID,
        "key.revoked_unproven",
    )


def test_an_honest_credential_outlives_the_theft_of_its_key() -> None:
    """After the theft the issuer signs its lists with a new key; the old credential stays good."""
    history = revoked(WITNESSED + timedelta(days=1), then=FRESH.public)
    made = world(history=history, list_by=FRESH, papers_by=FRESH)
    report = look(made, demand=["log", "anchor", "right"])
    assert (report.verdict, key_of(report)[1]) == (Verdict.VALID, "key.revoked_later")


def test_a_paper_is_as_old_as_the_credential_that_names_it() -> None:
    """The definition was signed with the key that fell, too; the credential carries its digest."""
    history = revoked(WITNESSED + timedelta(days=1), then=FRESH.public)
    for naming, verdict in ((True, Verdict.VALID), (False, Verdict.UNKNOWN)):
        made = world(history=history, list_by=FRESH, naming=naming)
        report = look(made, demand=["right"], issuers=None)
        assert report.verdict is verdict
    early = world(
        history=revoked(WITNESSED - timedelta(days=1), then=FRESH.public), naming=True
    )
    assert look(early, demand=["right"], issuers=None).verdict is Verdict.INVALID


def test_a_list_by_a_revoked_key_is_believed_in_nothing() -> None:
    made = world(history=revoked(WITNESSED + timedelta(days=1)))
    report = look(made)
    check = report.checks_named("status")[0]
    assert (report.verdict, check.code) == (Verdict.UNKNOWN, "status.list_untrusted")
    assert check.facts["cause"] == "key.revoked_unproven"


def test_a_list_by_a_retired_key_leaves_the_question_open() -> None:
    made = world(history=retired(AT - timedelta(minutes=30)))
    check = look(made).checks_named("status")[0]
    assert (check.outcome.value, check.facts["cause"]) == ("not_run", "key.time_unproven")


@pytest.mark.parametrize("history", [begun(), retired(AT + DAY)])
def test_a_status_list_that_revokes_it_goes_before_every_key(history: bytes) -> None:
    made = world(history=history, bad=7)
    report = look(made)
    assert report.verdict is Verdict.INVALID
    assert report.checks_named("status")[0].code == "status.revoked"


def test_what_a_policy_takes_only_as_proven() -> None:
    data, policy = shown(retired(MINED), "nobody", WEBVH)
    strict = replace(policy, proven_time=True)
    report = judge(data, {}, at=AT, policy=strict)
    assert (report.verdict, key_of(report)[1]) == (Verdict.UNKNOWN, "key.time_unproven")


def test_a_key_that_is_not_in_the_history_signs_nothing() -> None:
    made = world(secret=THIEF)
    report = look(made)
    assert report.verdict is Verdict.INVALID
    assert report.checks_named("issuer")[0].code == "did.method_not_found"


def test_a_thief_cannot_log_with_a_key_of_his_own() -> None:
    made = world(signer=THIEF)
    report = look(made, demand=["log"])
    assert report.verdict is Verdict.INVALID
    assert report.checks_named("log")[0].code == "log.entry_key"


def test_witnesses_of_the_future_prove_nothing() -> None:
    made = world(logged_at=int((AT + timedelta(hours=1)).timestamp()))
    report = look(made, demand=["log"])
    assert (report.verdict, report.checks_named("log")[0].code) == (
        Verdict.INVALID,
        "log.cosignature_future",
    )


def test_the_second_of_two_witnesses_makes_the_time() -> None:
    report = look(world())
    assert report.checks_named("log")[0].facts["time"] == (
        WITNESSED.isoformat().replace("+00:00", "Z")
    )
    assert report.checks_named("key")[0].facts["time"] == "witnesses"
    assert report.checks_named("log")[0].outcome is Outcome.PASSED


def test_time_is_judged_as_of_the_moment_asked_for() -> None:
    """Before the key was revoked nobody knew; what is asked for then is answered so."""
    made = world(history=revoked(WITNESSED - DAY))
    before: datetime = WITNESSED - 2 * DAY
    report = judge(
        made.bundle.to_bytes(), {}, at=before, policy=made.asking(demand=None, log=None)
    )
    assert report.checks_named("issuer")[0].code == "webvh.time_future"
