"""A bundle is judged without a network, and no change of it makes anything good that is not."""

import copy
import socket
from typing import Any

import log_samples
import pytest
from bundle_samples import (
    AT,
    BLOCK,
    FRESH,
    LIST,
    THIEF,
    WEB,
    WEBVH,
    World,
    anchor,
    credential,
    definition,
    issuer,
    logged,
    page,
    policy_file,
    status_list,
    world,
)
from signed_credentials import TestIssuer, badge

from skillmark.core import did, jsonio
from skillmark.core.did import VerificationMethod
from skillmark.core.verify import (
    IssuerIs,
    Outcome,
    Policy,
    ProofBundle,
    Report,
    Verdict,
    judge,
    needs,
    read_bundle,
)

WORLDS = {"did:webvh": world(WEBVH), "did:web": world(WEB)}
MADE = WORLDS["did:web"]
OUTSIDE = jsonio.load_object(MADE.bundle.to_bytes())


def look(data: bytes | Any, made: World = MADE, **changes: Any) -> Report:
    raw = data if isinstance(data, bytes) else jsonio.dumps(data)
    return judge(raw, {}, at=AT, policy=made.asking(**changes))


def code_of(report: Report, name: str) -> str:
    return report.checks_named(name)[0].code


@pytest.mark.parametrize("made", WORLDS.values(), ids=WORLDS.keys())
def test_a_whole_bundle_is_valid_without_any_network(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_words: Any, **_more: Any) -> Any:
        raise AssertionError("a bundle is judged without a network")

    monkeypatch.setattr(socket, "socket", none)
    report = look(made.bundle.to_bytes(), made)
    assert report.verdict is Verdict.VALID
    assert report.reasons == ()
    assert {name: code_of(report, name) for name in ("log", "anchor", "right", "issuer")} == {
        "log": "log.proven",
        "anchor": "anchor.evm_proven",
        "right": "right.own",
        "issuer": "issuer.history_verified",
    }
    facts = report.checks_named("log")[0].facts
    assert (facts["index"], facts["size"], facts["witnesses"]) == (3, 5, "w1, w2")
    assert report.checks_named("anchor")[0].facts["block"] == BLOCK
    assert report.checks_named("status")[0].facts["enclosed"] is True


def test_a_bundle_is_written_as_it_is_read() -> None:
    data = MADE.bundle.to_bytes()
    assert read_bundle(data) == MADE.bundle
    assert read_bundle(data).to_bytes() == data
    assert ProofBundle(credential="x").to_json() == {
        "type": "SkillmarkProofBundle",
        "version": 1,
        "credential": "x",
    }


def test_what_is_in_the_bundle_is_still_asked_for_where_it_belongs() -> None:
    asked = needs(MADE.bundle.to_bytes(), {}, at=AT, policy=MADE.asking())
    assert [need.url for need in asked] == [did.web.url_of(WEB)]


# What a policy demands.


@pytest.mark.parametrize(
    ("without", "name", "code"),
    [
        ({"log": None}, "log", "log.absent"),
        ({"log": None}, "anchor", "anchor.not_logged"),
        ({"anchors": ()}, "anchor", "anchor.absent"),
    ],
)
def test_what_is_demanded_and_not_there_fails(without: Any, name: str, code: str) -> None:
    report = look(MADE.having(**without))
    check = report.checks_named(name)[0]
    assert (report.verdict, check.outcome, check.code) == (
        Verdict.INVALID,
        Outcome.FAILED,
        code,
    )
    assert check.demanded


def test_an_unlogged_credential_is_said_to_be_not_in_the_log() -> None:
    report = look(MADE.having(log=None, anchors=()), demand=["log"])
    assert "not in the log" in report.checks_named("log")[0].reason


def test_a_credential_without_papers_is_asked_for_its_right() -> None:
    report = look(MADE.having(rights=()), issuers=None)
    assert report.verdict is not Verdict.VALID
    assert report.checks_named("right")[0].demanded


def test_what_nobody_demands_changes_nothing_when_it_is_not_there() -> None:
    bare = MADE.having(log=None, anchors=(), rights=())
    report = look(bare, demand=None)
    assert report.verdict is Verdict.VALID
    assert {check.name for check in report.checks} & {"log", "anchor"} == set()


def test_a_proof_for_another_credential_is_refused() -> None:
    by = issuer(WEB)
    other = logged(credential(by, id="https://harbour.example/c/2"), WEB)
    report = look(MADE.having(log=other.proof.decode()))
    assert (report.verdict, code_of(report, "log")) == (Verdict.INVALID, "log.batch")
    assert report.checks_named("log")[0].facts["step"] == "batch"
    undemanded = look(MADE.having(log=other.proof.decode(), anchors=()), demand=None)
    assert undemanded.verdict is Verdict.VALID_BUT


def test_a_block_that_nobody_vouches_for_proves_nothing() -> None:
    chains = copy.deepcopy(MADE.policy["chains"])
    chains[0]["blocks"] = {}  # type: ignore[index,call-overload]
    for changes, verdict in (({}, Verdict.UNKNOWN), ({"demand": ["log"]}, Verdict.VALID)):
        report = look(MADE.bundle.to_bytes(), chains=chains, **changes)
        check = report.checks_named("anchor")[0]
        assert (check.outcome, check.code) == (Outcome.NOT_RUN, "anchor.evm_block_unknown")
        assert report.verdict is verdict


def test_another_block_of_that_height_is_a_forgery() -> None:
    chains = copy.deepcopy(MADE.policy["chains"])
    chains[0]["blocks"] = {str(BLOCK): "0x" + "11" * 32}  # type: ignore[index,call-overload]
    report = look(MADE.bundle.to_bytes(), chains=chains)
    assert (report.verdict, code_of(report, "anchor")) == (
        Verdict.INVALID,
        "anchor.evm_other_block",
    )


def test_one_proven_anchor_is_enough() -> None:
    broken = {**MADE.bundle.anchors[0], "consistency": []}
    report = look(MADE.having(anchors=(*MADE.bundle.anchors, {"type": "Other"})))
    assert report.verdict is Verdict.VALID
    report = look(MADE.having(anchors=(*MADE.bundle.anchors, broken)))
    assert report.verdict is Verdict.VALID_BUT


def test_an_anchor_of_an_older_or_other_tree_proves_nothing() -> None:
    other = logged(credential(issuer(WEB), id="https://harbour.example/c/3"), WEB)
    report = look(MADE.having(anchors=(anchor(other),)))
    assert (report.verdict, code_of(report, "anchor")) == (Verdict.INVALID, "log.consistency")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"log": log_samples.policy("quorum none").to_bytes().decode()}, "log.proven"),
        ({"log": log_samples.policy("group all 3 w1 w2 w3\nquorum all").to_bytes().decode()}, "log.quorum"),
        ({"log": "quorum none\n"}, "log.origin_unknown"),
        ({"log": None}, "log.no_policy"),
    ],
)  # fmt: skip
def test_whom_to_trust_is_the_verifiers_own_choice(change: Any, code: str) -> None:
    report = look(MADE.bundle.to_bytes(), **change)
    assert code_of(report, "log") == code
    assert (report.verdict is Verdict.VALID) == (code == "log.proven")


# Whose keys came with it.


def forged(name: str, secret: Any = THIEF) -> bytes:
    """Return a bundle that is whole, of a thief with a page of keys of his own."""
    by = TestIssuer(name, secret, did.method_id(name, secret.public))
    document = by.sign(badge(by))
    methods = [VerificationMethod(by.method, name, secret.public)]
    return ProofBundle(
        credential=jsonio.dumps(document).decode(),
        log=logged(document, name, signer=secret).proof.decode(),
        did={name: did.build(name, methods)},
    ).to_bytes()


def test_keys_that_only_came_with_it_prove_nothing() -> None:
    report = look(forged(WEB), demand=None, log=None)
    assert (report.verdict, code_of(report, "issuer")) == (
        Verdict.UNKNOWN,
        "issuer.keys_enclosed",
    )
    assert not report.summary.proven


def test_a_history_that_only_came_with_it_is_not_yet_that_of_the_address() -> None:
    made = WORLDS["did:webvh"]
    bare = made.having(log=None, anchors=(), rights=())
    report = look(bare, made, demand=None, log=None, issuers=None)
    assert (report.verdict, code_of(report, "issuer")) == (
        Verdict.VALID_BUT,
        "issuer.domain_unchecked",
    )
    assert report.summary.issuer_domain is None
    named = made.asking(demand=None, log=None, issuers=None).requiring(IssuerIs.any_of(WEBVH))
    report = judge(bare, {}, at=AT, policy=named)
    assert (report.verdict, code_of(report, "issuer")) == (
        Verdict.VALID,
        "issuer.history_verified",
    )


def test_the_log_vouches_for_what_it_took() -> None:
    report = look(MADE.having(rights=(), status={}), issuers=None, demand=["log"])
    assert code_of(report, "issuer") == "issuer.vouched_by_log"
    assert report.summary.proven


def test_a_holder_cannot_slip_in_a_key_to_sign_a_list_with() -> None:
    """The credential is revoked; its holder adds a key to the page, and a list of his own."""
    made = world(WEB, bad=7)
    document = copy.deepcopy(page())
    extra = did.build(WEB, [VerificationMethod(f"{WEB}#x", WEB, THIEF.public)])
    for member in ("verificationMethod", "assertionMethod"):
        document[member] = [*document[member], *extra[member]]  # type: ignore[misc]
    document.pop("alsoKnownAs")
    thief = TestIssuer(WEB, THIEF, f"{WEB}#x")
    data = made.having(did={WEB: document}, key_history=None, status={LIST: status_list(thief)})
    report = look(data, made, demand=["log"])
    assert report.verdict is Verdict.UNKNOWN
    assert code_of(report, "status") == "status.list_untrusted"
    beside = made.having(did={WEB: document}, status={LIST: status_list(thief)})
    assert look(beside, made).verdict is Verdict.INVALID  # the history says otherwise


def test_what_was_fetched_goes_before_what_came_with_it() -> None:
    made = world(WEB)
    listed = jsonio.dumps(status_list(issuer(WEB), bad=7))
    evidence = {LIST: listed, did.web.url_of(WEB): jsonio.dumps(page())}
    report = judge(made.bundle.to_bytes(), evidence, at=AT, policy=made.asking())
    assert (report.verdict, code_of(report, "status")) == (Verdict.INVALID, "status.revoked")
    assert "enclosed" not in report.checks_named("status")[0].facts


def test_a_page_that_says_otherwise_than_its_history_is_refused() -> None:
    document = copy.deepcopy(page())
    document["assertionMethod"] = []
    report = look(MADE.having(did={WEB: document}))
    assert (report.verdict, code_of(report, "issuer")) == (
        Verdict.INVALID,
        "webvh.parallel_mismatch",
    )


def test_a_bundle_in_a_bundle_is_none() -> None:
    nested = ProofBundle(credential=MADE.bundle.to_bytes().decode())
    report = judge(nested.to_bytes(), {}, at=AT)
    assert report.verdict is Verdict.INVALID


def test_the_same_bundle_under_no_policy_says_what_it_can() -> None:
    report = judge(WORLDS["did:webvh"].bundle.to_bytes(), {}, at=AT, policy=Policy.default())
    assert report.verdict is Verdict.VALID_BUT
    assert {check.code for check in report.reasons} == {"issuer.domain_unchecked"}
    assert [check.code for check in report.checks if check.name in {"log", "anchor"}] == [
        "log.no_policy",
        "anchor.not_logged",
    ]


def test_the_definition_has_to_be_of_the_owner() -> None:
    foreign = definition(TestIssuer("did:web:other.example", FRESH, "did:web:other.example#x"))
    report = look(MADE.having(rights=(foreign,)))
    assert report.checks_named("right")[0].outcome is not Outcome.PASSED
    assert report.verdict is not Verdict.VALID


def test_policies_come_from_files_only() -> None:
    mixed = {**OUTSIDE, "policy": policy_file}
    with pytest.raises(TypeError):
        jsonio.dumps(mixed)  # type: ignore[arg-type]
    report = look({**OUTSIDE, "policy": MADE.policy})
    assert (report.verdict, code_of(report, "format")) == (Verdict.INVALID, "proof_bundle")
