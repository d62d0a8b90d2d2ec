"""Stacks outlive the keys of their parts: time that is proven in the bundle, and one table for all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import log_samples
import pytest
from bundle_samples import HISTORY, WEBVH, logged
from signed_credentials import TestIssuer, key
from stack_samples import AT, HARBOUR, NORTH, Stack, list_url, status_list

from skillmark.core import did, jsonio
from skillmark.core.did import VerificationMethod
from skillmark.core.did.webvh import WebvhDid
from skillmark.core.stack import (
    Bundle,
    BundleError,
    StackPolicy,
    digest,
    read_bundle,
    replay,
    write_bundle,
)
from skillmark.core.stack.report import StackReport
from skillmark.core.verify import (
    KeyHistory,
    Need,
    NeedKind,
    Policy,
    Proofs,
    Trust,
    Verdict,
)

LOGGED_AT = datetime(2026, 5, 2, tzinfo=UTC)
SEEN = LOGGED_AT + timedelta(seconds=1)
NEW = key(31)
FRESH = TestIssuer(HARBOUR.did, NEW, did.method_id(HARBOUR.did, NEW.public))
TRUST = Trust(log=log_samples.policy())


def document_of(**old: Any) -> bytes:
    """Return Harbour's document: the old key with its end, and the new one."""
    methods = [
        VerificationMethod(HARBOUR.method, HARBOUR.did, HARBOUR.private.public, **old),
        VerificationMethod(FRESH.method, FRESH.did, FRESH.private.public),
    ]
    return jsonio.dumps(did.build(HARBOUR.did, methods))


def proofs_of(units: list[Any], signers: dict[str, Any]) -> dict[str, Proofs]:
    """Return a proof of logging for each unit."""
    found = {}
    for one in units:
        name = one["issuer"]["id"]
        log = logged(one, name, signer=signers[name], at=int(LOGGED_AT.timestamp()))
        found[digest(jsonio.dumps(one))] = Proofs(log=log.proof)
    return found


SIGNERS = {HARBOUR.did: HARBOUR.private, NORTH.did: NORTH.private}


def stack(**old: Any) -> tuple[Bundle, StackPolicy]:
    """Return a stack whose final and lists are signed with the new key, its units with the old."""
    made = Stack()
    bundle = made.bundle()
    final = FRESH.sign(
        {name: value for name, value in made.final().items() if name != "proof"},
        created=datetime(2026, 6, 1, 9, tzinfo=UTC),
    )
    lists = {
        list_url(HARBOUR) + purpose: status_list(FRESH, purpose=purpose)
        for purpose in ("revocation", "suspension")
    }
    known = {HARBOUR.did_url: document_of(**old), NORTH.did_url: NORTH.did_document()}
    bundle = replace(
        bundle,
        final=jsonio.dumps(final),
        status={**bundle.status, **lists},
        proofs=proofs_of(made.units, SIGNERS),
    )
    return bundle, StackPolicy(final=Policy(trust=TRUST), known=known)


def judged(bundle: Bundle, policy: StackPolicy) -> StackReport:
    return replay(read_bundle(write_bundle(bundle)), at=AT, policy=policy)


def causes(report: StackReport) -> set[str]:
    return {
        str(finding.facts.get("cause"))
        for part in report.constituents
        for finding in part.findings
    }


@pytest.mark.parametrize(
    ("old", "verdict", "cause"),
    [
        ({}, Verdict.VALID, None),
        ({"expires": SEEN + timedelta(minutes=1)}, Verdict.VALID, None),
        ({"expires": SEEN}, Verdict.INVALID, "key.expired"),
        ({"revoked": SEEN + timedelta(minutes=11)}, Verdict.VALID, None),
        ({"revoked": SEEN + timedelta(minutes=9)}, Verdict.INVALID, "key.revoked_too_near"),
        ({"revoked": SEEN - timedelta(days=1)}, Verdict.INVALID, "key.revoked_before"),
    ],
)
def test_parts_are_judged_by_proven_time(old: Any, verdict: Verdict, cause: str | None) -> None:
    report = judged(*stack(**old))
    assert report.verdict is verdict
    assert cause is None or cause in causes(report)


@pytest.mark.parametrize(
    ("old", "verdict", "cause"),
    [
        ({"expires": SEEN + timedelta(days=1)}, Verdict.UNKNOWN, "key.time_unproven"),
        ({"revoked": SEEN + timedelta(days=1)}, Verdict.INVALID, "key.revoked_unproven"),
    ],
)
def test_without_proofs_an_old_key_proves_nothing(
    old: Any, verdict: Verdict, cause: str
) -> None:
    bundle, policy = stack(**old)
    for lacking, by in (
        (replace(bundle, proofs={}), policy),
        (bundle, replace(policy, final=Policy.default())),  # no log is trusted
    ):
        report = judged(lacking, by)
        assert (report.verdict, cause in causes(report)) == (verdict, True)


def test_proofs_of_others_prove_nothing() -> None:
    bundle, policy = stack(expires=SEEN + timedelta(days=1))
    names = list(bundle.proofs)
    turned = dict(
        zip(names, [bundle.proofs[one] for one in names[1:] + names[:1]], strict=True)
    )
    report = judged(replace(bundle, proofs=turned), policy)
    assert report.verdict is not Verdict.VALID
    assert report.verdict is not Verdict.VALID_BUT


def test_what_a_verifier_demands_of_the_final_is_not_asked_of_its_parts() -> None:
    bundle, policy = stack()
    strict = replace(policy, final=Policy(trust=replace(TRUST, demand=frozenset({"log"}))))
    report = judged(bundle, strict)
    assert report.verdict is Verdict.INVALID
    assert {finding.facts.get("cause") for finding in report.final.findings} == {"log.absent"}
    final = jsonio.load_object(bundle.final)
    log = logged(final, HARBOUR.did, signer=NEW, at=int(LOGGED_AT.timestamp()))
    proofs = {**bundle.proofs, digest(bundle.final): Proofs(log=log.proof)}
    bare = replace(bundle, proofs={digest(bundle.final): proofs[digest(bundle.final)]})
    assert judged(bare, strict).verdict is Verdict.VALID


def test_histories_and_proofs_are_written_as_they_are_read() -> None:
    bundle, _policy = stack()
    bundle = replace(
        bundle,
        histories={WEBVH: KeyHistory(WEBVH, HISTORY.decode(), "[]")},
        proofs={**bundle.proofs, "zQm": Proofs(log=b"x", anchors=({"type": "EvmAnchor"},))},
    )
    assert read_bundle(write_bundle(bundle)) == bundle
    place = WebvhDid.parse(WEBVH)
    assert bundle.evidence()[place.log_url] == HISTORY
    assert bundle.evidence()[place.witness_url] == b"[]"


def test_a_bundle_is_completed_with_a_history() -> None:
    place = WebvhDid.parse(WEBVH)
    bundle = Bundle(final=b"{}", rule={})
    log = Need(place.log_url, NeedKind.DID_LOG, WEBVH, 10**6)
    witness = Need(place.witness_url, NeedKind.DID_WITNESS, WEBVH, 10**6)
    found = bundle.with_document(log, HISTORY).with_document(witness, b"[]")
    assert found.histories == {WEBVH: KeyHistory(WEBVH, HISTORY.decode(), "[]")}
    with pytest.raises(BundleError, match="UTF-8"):
        bundle.with_document(log, b"\xff")


@pytest.mark.parametrize(
    "more",
    [
        {"histories": {"did:web:harbour.example": {"log": "x"}}},
        {"histories": {WEBVH: {}}},
        {"histories": {WEBVH: {"log": "x", "other": 1}}},
        {"histories": {WEBVH: "x"}},
        {"proofs": {"zQm": {}}},
        {"proofs": {"zQm": {"log": 1}}},
        {"proofs": {"zQm": {"log": "x", "anchors": ["x"]}}},
        {"proofs": []},
    ],
)
def test_what_is_no_history_or_proof_is_refused(more: Any) -> None:
    bundle, _policy = stack()
    document = {
        name: value
        for name, value in bundle.to_json().items()
        if name not in {"histories", "proofs"}
    }
    with pytest.raises(BundleError):
        read_bundle(jsonio.dumps({**document, **more}))
