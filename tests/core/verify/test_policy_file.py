"""A policy file is read strictly: a misspelt limit is an error and never a missing one."""

import json
from typing import Any

import pytest
from bundle_samples import AT, WEB, world
from foreign_formats import assertion, hosted
from hypothesis import given, settings
from hypothesis import strategies as st
from signed_credentials import TestIssuer, badge

from skillmark.core import jsonio
from skillmark.core.verify import Policy, Trust, Verdict, judge, read_policy
from skillmark.core.verify.errors import PolicyFileError

WORLD = world(WEB)
BARE = {"type": "SkillmarkPolicy", "version": 1}


def read(**members: Any) -> Trust:
    return read_policy(json.dumps({**BARE, **members}).encode())


def test_a_policy_of_nothing_trusts_nobody() -> None:
    assert read() == Trust()


def test_every_part_is_read() -> None:
    trust = WORLD.trust(heads={"Qm1": "12-QmAbc"})
    assert trust.log is not None
    assert trust.demand == {"log", "anchor", "right"}
    assert trust.chains[0].chain == "eip155:31337"
    assert trust.issuers is not None
    assert trust.heads["Qm1"].number == 12


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"type": "SkillmarkPolicies"}, "/type"),
        ({"version": 2}, "/version"),
        ({"version": True}, "/version"),
        ({"demands": ["log"]}, "/demands"),
        ({"demand": ["logs"]}, "/demand"),
        ({"demand": ["log", "log"]}, "/demand"),
        ({"demand": "log"}, "/demand"),
        ({"demand": ["proof"]}, "/demand"),
        ({"log": ""}, "/log"),
        ({"log": ["x"]}, "/log"),
        ({"chains": {}}, "/chains"),
        ({"chains": ["x"]}, "/chains"),
        ({"bitcoin": []}, "/bitcoin"),
        ({"issuers": []}, "/issuers"),
        ({"heads": {"Qm1": "x"}}, "/heads"),
        ({"heads": {"Qm1": "0-Qm"}}, "/heads"),
        ({"heads": {"Qm1": 3}}, "/heads"),
        ({"heads": []}, "/heads"),
    ],
)
def test_a_member_of_another_form_is_named(members: Any, path: str) -> None:
    with pytest.raises(PolicyFileError) as refused:
        read(**members)
    assert refused.value.facts["path"] == path


@pytest.mark.parametrize(
    ("members", "cause"),
    [
        ({"log": "log x\n"}, "log.policy_malformed"),
        ({"log": "quorum none"}, "log.policy_malformed"),
        ({"chains": [{"chain": "eip155:1"}]}, "anchor.evm_malformed"),
        ({"bitcoin": {"blocks": {"1": "00"}}}, "ots.header"),
        ({"issuers": {"type": "x"}}, "rights.registry"),
    ],
)
def test_a_part_that_cannot_be_read_says_why(members: Any, cause: str) -> None:
    with pytest.raises(PolicyFileError) as refused:
        read(**members)
    assert refused.value.facts["cause"] == cause


def test_half_a_letter_is_no_policy() -> None:
    with pytest.raises(PolicyFileError):
        read_policy(json.dumps({**BARE, "log": "\ud800"}).encode())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=max(300, settings().max_examples))
@given(st.sampled_from([*WORLD.policy, "heads", "bitcoin", "x"]), json_values)
def test_any_policy_is_read_or_refused(name: str, value: Any) -> None:
    data = json.dumps({**WORLD.policy, name: value}).encode()
    try:
        trust = read_policy(data)
    except PolicyFileError as error:
        found = error
        assert found.message
    else:
        assert judge(WORLD.bundle.to_bytes(), {}, at=AT, policy=Policy(trust=trust)).to_json()


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"type": 1}', b"\xff", b"null"])
def test_what_is_no_policy_at_all(data: bytes) -> None:
    with pytest.raises(PolicyFileError):
        read_policy(data)


def test_only_what_there_is_a_check_for_can_be_demanded() -> None:
    with pytest.raises(ValueError, match="a check"):
        Trust(demand=frozenset({"proof"}))


def test_what_can_be_in_no_log_fails_where_the_log_is_demanded() -> None:
    """An Open Badge of version 2, and a credential that was never logged."""
    policy = Policy(trust=WORLD.trust(demand=["log", "anchor"], issuers=None))
    by = TestIssuer.by_key()
    for document, evidence in (
        (assertion(), hosted(assertion())),
        (by.sign(badge(by)), {}),
    ):
        report = judge(document, evidence, at=AT, policy=policy)
        assert report.verdict is Verdict.INVALID
        assert {check.code for check in report.checks} >= {"log.absent", "anchor.absent"}


def test_what_was_not_reached_is_said_of_what_is_demanded() -> None:
    policy = Policy(trust=WORLD.trust(issuers=None))
    report = judge(b"no credential", {}, at=AT, policy=policy)
    codes = {check.name: check.code for check in report.checks}
    assert {codes[name] for name in ("log", "anchor", "right")} == {"verify.not_reached"}
    plain = judge(b"no credential", {}, at=AT)
    assert not {check.name for check in plain.checks} & {"log", "anchor", "right"}
    assert jsonio.dumps(plain.to_json())
