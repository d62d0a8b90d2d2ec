"""Issuers with a history: looked up, held against what was seen before, and never rewritten."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bundle_samples import (
    AT,
    FRESH,
    HISTORY,
    LIST,
    SECRET,
    WEB,
    WEBVH,
    credential,
    issuer,
    page,
    retired,
    status_list,
    world,
)
from foreign_formats import badge_token
from webvh_samples import begun, did_of, document_of, key, next_with, public, rule, witnessed

from skillmark.core import did, jsonio
from skillmark.core.did.webvh import (
    Head,
    Terms,
    WebvhDid,
    deactivate,
    key_history,
    read_log,
    update,
)
from skillmark.core.did.webvh.witnesses import Approval, approve, write_file
from skillmark.core.verify import (
    Evidence,
    KeyHistory,
    NeedKind,
    Policy,
    Report,
    Trust,
    Unavailable,
    Verdict,
    judge,
    needs,
)

PLACE = WebvhDid.parse(WEBVH)
LONGER = retired(AT + timedelta(days=1))  # a second version, which ends nothing yet
OTHER = update(
    HISTORY,
    key("update 1"),
    at=datetime(2026, 11, 2, tzinfo=UTC),
    document=key_history.added(document_of(HISTORY), FRESH.public),
)
HEAD = Head.of(read_log(LONGER, at=AT))


def evidence(history: bytes = HISTORY, witness: bytes | None = None) -> dict[str, Any]:
    """Return what lies at the addresses of the issuer."""
    found: dict[str, Any] = {
        did.web.url_of(WEB): jsonio.dumps(page(history)),
        PLACE.log_url: history,
        LIST: jsonio.dumps(status_list(issuer(WEBVH))),
    }
    return found | ({} if witness is None else {PLACE.witness_url: witness})


def look(found: Evidence, name: str = WEBVH, heads: Mapping[str, Head] | None = None) -> Report:
    policy = Policy(trust=Trust(heads=heads or {}))
    return judge(credential(issuer(name)), found, at=AT, policy=policy)


def code(report: Report) -> str:
    return report.checks_named("issuer")[0].code


def test_the_log_of_a_did_webvh_is_looked_up() -> None:
    document = credential(issuer(WEBVH))
    asked = needs(document, {}, at=AT)
    assert [(need.url, need.kind) for need in asked] == [(PLACE.log_url, NeedKind.DID_LOG)]
    report = look(evidence())
    assert (report.verdict, code(report)) == (Verdict.VALID, "issuer.history_verified")
    assert report.checks_named("issuer")[0].facts["versions"] == 1
    assert report.heads == (Head.of(read_log(HISTORY, at=AT)),)
    assert report.summary.issuer_domain == "harbour.example"


def test_the_history_beside_a_did_web_decides() -> None:
    document = credential(issuer(WEB))
    found = evidence() | {LIST: jsonio.dumps(status_list(issuer(WEB)))}
    rounds: list[set[NeedKind]] = []
    had: dict[str, Any] = {}
    while wanted := needs(document, had, at=AT):
        rounds.append({need.kind for need in wanted})
        had |= {need.url: found[need.url] for need in wanted}
    assert rounds[:2] == [{NeedKind.DID_DOCUMENT}, {NeedKind.DID_LOG}]
    report = judge(document, had, at=AT)
    assert (report.verdict, code(report)) == (Verdict.VALID, "issuer.history_verified")


def test_witnesses_are_asked_only_for_a_log_that_wants_them() -> None:
    log = begun(Terms(witness=rule(1, "north")))
    name = did_of(log)
    by = issuer(name)
    document = credential(by)
    place = WebvhDid.parse(name)
    asked = needs(document, {place.log_url: log}, at=AT)
    assert [need.kind for need in asked] == [NeedKind.DID_WITNESS]
    found = {place.log_url: log, place.witness_url: witnessed(log, "north")}
    assert code(judge(document, found, at=AT)) == "issuer.history_verified"
    without = judge(document, found | {place.witness_url: Unavailable("fetch.x", ".")}, at=AT)
    assert (without.verdict, code(without)) == (Verdict.INVALID, "webvh.witness_file_missing")


@pytest.mark.parametrize("name", [WEBVH, WEB])
@pytest.mark.parametrize(
    ("now", "expected"), [(HISTORY, "webvh.rolled_back"), (OTHER, "webvh.forked")]
)
def test_a_log_that_is_not_the_one_seen_before_is_an_alarm(
    name: str, now: bytes, expected: str
) -> None:
    report = look(evidence(now), name, {HEAD.scid: HEAD})
    assert (report.verdict, code(report)) == (Verdict.INVALID, expected)
    assert [check.code for check in report.alarms] == [expected]
    assert report.heads == ()
    assert not report.summary.proven
    good = look(evidence(LONGER), name, {HEAD.scid: HEAD})
    assert good.alarms == ()
    assert code(good) == "issuer.history_verified"


def test_a_bundle_knows_more_than_a_site_that_hides() -> None:
    made = world(history=LONGER)
    report = judge(made.bundle.to_bytes(), evidence(HISTORY), at=AT, policy=made.asking())
    assert (report.verdict, code(report)) == (Verdict.INVALID, "webvh.rolled_back")
    assert report.alarms
    broken = made.having(
        key_history=KeyHistory(WEBVH, LONGER.decode().replace('"proof"', '"prof"'))
    )
    report = judge(broken, evidence(HISTORY), at=AT, policy=made.asking())
    assert report.alarms == ()  # what is no history proves nothing against one


@pytest.mark.parametrize("names", [("north",), ("north", "south")])
def test_witnesses_know_more_than_a_site_that_hides(names: tuple[str, ...]) -> None:
    """As many as the rule asks for approved a third version, and the log has one."""
    log = begun(Terms(witness=rule(2, "north", "south")))
    name = did_of(log)
    place = WebvhDid.parse(name)
    second = next_with(log)
    third = next_with(second)
    version = read_log(third, at=AT).newest.entry.version_id
    hidden = Approval(version, tuple(approve(version, key(one), at=AT) for one in names))
    shown = read_log(log, at=AT).newest.entry.version_id
    open_ = Approval(
        shown, tuple(approve(shown, key(one), at=AT) for one in ("north", "south"))
    )
    found = {place.log_url: log, place.witness_url: write_file([open_, hidden])}
    report = judge(credential(issuer(name)), found, at=AT)
    expected = "webvh.rolled_back" if len(names) == 2 else "issuer.history_verified"
    assert code(report) == expected


def test_witnesses_that_approved_another_version_speak_of_a_fork() -> None:
    log = begun(Terms(witness=rule(1, "north")))
    other = "2-QmNobodyKnowsThisVersion"
    second = next_with(log)
    version = read_log(second, at=AT).newest.entry.version_id
    approvals = [
        Approval(one, (approve(one, key("north"), at=AT),)) for one in (version, other)
    ]
    place = WebvhDid.parse(did_of(log))
    found = {place.log_url: second, place.witness_url: write_file(approvals)}
    report = judge(credential(issuer(did_of(log))), found, at=AT)
    assert code(report) == "webvh.forked"
    ahead = [approvals[0], Approval("3-Qm", (approve("3-Qm", key("north"), at=AT),))]
    found = {place.log_url: second, place.witness_url: write_file(ahead)}
    report = judge(credential(issuer(did_of(log))), found, at=AT)
    assert code(report) == "issuer.history_verified"  # approved before it is published


def test_a_site_that_was_taken_over_cannot_name_its_own_keys() -> None:
    """The new owner of the site adds a key to the page; the history does not know it."""
    extra = did.build(WEB, [did.VerificationMethod(f"{WEB}#x", WEB, FRESH.public)])
    taken = page()
    for member in ("verificationMethod", "assertionMethod"):
        taken[member] = [*taken[member], *extra[member]]  # type: ignore[misc]
    found = evidence() | {did.web.url_of(WEB): jsonio.dumps(taken)}
    by = issuer(WEB, FRESH)
    forged = by.sign(
        {k: v for k, v in credential(issuer(WEB)).items() if k != "proof"},
        verification_method=f"{WEB}#x",
    )
    report = judge(forged, found, at=AT)
    assert (report.verdict, code(report)) == (Verdict.INVALID, "webvh.parallel_mismatch")


def test_a_history_that_cannot_be_had_leaves_the_question_open() -> None:
    for name in (WEB, WEBVH):
        found = evidence() | {PLACE.log_url: Unavailable("fetch.timeout", "Too slow.")}
        report = look(found, name)
        assert (report.verdict, code(report)) == (Verdict.UNKNOWN, "fetch.timeout")


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        (b"", "webvh.log_malformed"),
        (b"{}\n", "webvh.proof_missing"),
        (HISTORY.replace(b"Multikey", b"Multikez", 1), "webvh.scid_mismatch"),
        (HISTORY + HISTORY, "webvh.scid_repeated"),
    ],
)
def test_a_log_that_does_not_hold_is_refused(log: bytes, expected: str) -> None:
    report = look(evidence() | {PLACE.log_url: log})
    assert report.verdict is Verdict.INVALID
    assert code(report) == expected


@pytest.mark.parametrize(
    "name", ["did:webvh:QmXyz:harbour.example", "did:webvh:" + PLACE.scid + ":127.0.0.1"]
)
def test_nothing_is_fetched_for_a_name_that_is_refused(name: str) -> None:
    document = credential(issuer(name))
    assert needs(document, {}, at=AT) == ()
    assert judge(document, {}, at=AT).verdict is Verdict.INVALID


def test_a_key_that_a_later_version_left_out_is_known_to_have_ended() -> None:
    members = {"verificationMethod": [], "assertionMethod": []}
    dropped = next_with(HISTORY, state={**document_of(HISTORY), **members})
    report = look(evidence() | {PLACE.log_url: dropped})
    assert code(report) == "issuer.history_verified"
    check = report.checks_named("key")[0]
    assert (check.code, check.facts["expires"]) == ("key.expired", "2026-02-01T00:00:00Z")


def test_an_identity_that_has_ended_signs_nothing_more() -> None:
    ended = deactivate(HISTORY, key("update 1"), at=datetime(2026, 3, 1, tzinfo=UTC))
    report = look(evidence() | {PLACE.log_url: ended})
    assert report.verdict is Verdict.INVALID
    assert report.checks_named("key")[0].code == "key.expired"


@pytest.mark.parametrize("name", [WEBVH, WEB])
@pytest.mark.parametrize(
    ("history", "verdict", "expected"),
    [
        (HISTORY, Verdict.VALID, "key.active"),
        (retired(AT - timedelta(days=1)), Verdict.UNKNOWN, "key.time_unproven"),
        (retired(datetime(2026, 4, 1, tzinfo=UTC)), Verdict.INVALID, "key.expired"),
    ],
)
def test_tokens_are_judged_by_the_same_table(
    name: str, history: bytes, verdict: Verdict, expected: str
) -> None:
    token = badge_token(issuer(name), iat=1_777_626_000)
    report = judge(token, evidence(history), at=AT)
    assert (report.verdict, report.checks_named("key")[0].code) == (verdict, expected)
    assert public("issuing 1") == SECRET.public
