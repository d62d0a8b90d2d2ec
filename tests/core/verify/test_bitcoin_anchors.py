"""A credential whose log is stamped in Bitcoin: proven by a header that the policy has, else open."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import log_samples
import pytest
from bitcoin_calendar import GENESIS_TIME, Calendar, Chain
from bundle_samples import WEBVH, credential, issuer, logged, revoked, world

from skillmark.core.anchor import opentimestamps as ots
from skillmark.core.log.spelling import to_base64
from skillmark.core.verify import Outcome, Report, Verdict, judge

AT = datetime.fromtimestamp(GENESIS_TIME, UTC) + timedelta(days=1)
NONCE = bytes(range(16))
MADE = world()
LOGGED = logged(MADE.document, WEBVH)


def stamped() -> tuple[Chain, int, ots.OtsProof, ots.OtsProof]:
    """Return a chain, the block, the promise of a calendar, and what it kept of it."""
    chain = Chain()
    calendar = Calendar("https://calendar.example", chain)
    digest = ots.anchor_digest(LOGGED.later)
    commitment, _operations = ots.commitment(digest, NONCE)
    answer = ots.Timestamp.parse(calendar.submit(commitment), commitment)
    promise = ots.stamped(digest, NONCE, [answer])
    height = calendar.confirm()
    for one in promise.promises:
        data = calendar.timestamp(one.commitment)
        assert data is not None
        kept = promise.upgraded(one, ots.Timestamp.parse(data, one.commitment))
    return chain, height, promise, kept.settled(height)


CHAIN, HEIGHT, PROMISE, KEPT = stamped()


def anchor(proof: ots.OtsProof, **changes: Any) -> Any:
    return {
        "type": "OpenTimestamps",
        "checkpoint": LOGGED.anchored.decode(),
        "consistency": [to_base64(one) for one in LOGGED.consistency],
        "ots": base64.b64encode(proof.to_bytes()).decode(),
        **changes,
    }


def look(one: Any, at: datetime = AT, **changes: Any) -> Report:
    policy = MADE.asking(**{"demand": ["anchor"], "bitcoin": CHAIN.policy(HEIGHT), **changes})
    data = MADE.having(anchors=(one,), rights=())
    return judge(data, {}, at=at, policy=policy)


def test_a_block_that_the_policy_knows_proves_it() -> None:
    check = look(anchor(KEPT)).checks_named("anchor")[0]
    assert (check.outcome, check.code) == (Outcome.PASSED, "anchor.ots_proven")
    assert check.facts["height"] == HEIGHT


@pytest.mark.parametrize(
    ("proof", "changes", "code"),
    [
        (PROMISE, {}, "anchor.ots_pending"),
        (KEPT, {"bitcoin": None}, "anchor.ots_block_unknown"),
        (KEPT, {"bitcoin": CHAIN.policy(0)}, "anchor.ots_block_unknown"),
    ],
)
def test_what_nobody_vouches_for_is_not_run(
    proof: ots.OtsProof, changes: Any, code: str
) -> None:
    report = look(anchor(proof), **changes)
    check = report.checks_named("anchor")[0]
    assert (check.outcome, check.code) == (Outcome.NOT_RUN, code)
    assert report.verdict is Verdict.UNKNOWN
    assert check.reason.startswith("Not yet ")
    assert "in Bitcoin" in check.reason


def test_a_block_of_later_proves_nothing_of_now() -> None:
    check = look(anchor(KEPT), at=datetime(2026, 11, 22, 8, tzinfo=UTC)).checks_named("anchor")
    assert [one.code for one in check] == ["anchor.later"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ots": "AAAA"}, "ots.malformed"),
        ({"ots": "no base64"}, "anchor.malformed"),
        ({"checkpoint": LOGGED.proof.decode().partition("\n\n")[2]}, "log.consistency"),
        ({"more": 1}, "anchor.malformed"),
    ],
)
def test_what_is_no_time_stamp_of_the_checkpoint_fails(changes: Any, code: str) -> None:
    check = look(anchor(KEPT, **changes)).checks_named("anchor")[0]
    assert (check.outcome, check.code) == (Outcome.FAILED, code)


def test_a_time_stamp_of_another_checkpoint_fails() -> None:
    other = logged(credential(issuer(), id="https://harbour.example/c/9"), WEBVH)
    foreign = anchor(KEPT, checkpoint=other.anchored.decode())
    check = look(foreign).checks_named("anchor")[0]
    assert check.outcome is Outcome.FAILED


def test_bitcoins_time_counts_where_no_witness_says_one() -> None:
    """Two hours after the block, as wrong as a miner's clock may be."""
    block = datetime.fromtimestamp(GENESIS_TIME + 600 * HEIGHT, UTC)
    for distance, code in (
        (timedelta(hours=2, minutes=11), "key.revoked_later"),
        (timedelta(hours=1), "key.revoked_before"),
    ):
        made = world(history=revoked(block + distance))
        nobody = log_samples.policy("quorum none").to_bytes().decode()
        policy = made.asking(
            demand=["anchor"], bitcoin=CHAIN.policy(HEIGHT), log=nobody, issuers=None
        )
        data = made.having(anchors=(anchor(KEPT),), rights=(), status={})
        report = judge(data, {}, at=AT, policy=policy)
        assert report.checks_named("key")[0].code == code
