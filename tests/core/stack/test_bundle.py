"""The file: strict to read, exact to write, and completed by what it says it lacks."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from signed_credentials import EMAIL, TestIssuer
from stack_samples import (
    AT,
    FINAL,
    HARBOUR,
    NORTH,
    RULE_URL,
    Stack,
    knowing,
    leaf,
    list_url,
    person,
    rule_of,
    status_list,
    unit,
    unsigned,
)

from skillmark.core import jsonio
from skillmark.core.badges.achievement import Achievement, Criteria
from skillmark.core.badges.profile import Profile
from skillmark.core.issue.issuer import Award, Issuer
from skillmark.core.issue.recipient import Recipient
from skillmark.core.stack import (
    Bundle,
    BundleError,
    ResourceError,
    digest,
    needs,
    read_bundle,
    related_resources,
    replay,
    write_bundle,
)
from skillmark.core.stack.parts import CONSTITUENT, back_dated, of_report
from skillmark.core.stack.resources import resource
from skillmark.core.verify import Need, NeedKind, Report, Verdict
from skillmark.core.verify.report import passed

GOOD: Any = Stack().bundle().to_json()


def test_what_is_written_is_read() -> None:
    for stack in (Stack(), Stack(recipient=None)):
        more: Any = {"decisions": {"a": 1}, "schema": {"https://s.example": {}}}
        bundle = replace(stack.bundle(), **more)
        assert read_bundle(write_bundle(bundle)) == bundle


def test_the_bytes_of_a_credential_stay_as_they_are() -> None:
    stack = Stack()
    spaced = b" " + jsonio.dumps(stack.units[0]).replace(b'":', b'" : ')
    bundle = replace(stack.bundle(), constituents=(spaced,))
    assert read_bundle(write_bundle(bundle)).constituents == (spaced,)


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"type": "Bundle"}, "bundle.constant", "/type"),
        ({"version": 2}, "bundle.constant", "/version"),
        ({"final": None}, "bundle.missing", "/final"),
        ({"rule": None}, "bundle.missing", "/rule"),
        ({"rule": "x"}, "bundle.object", "/rule"),
        ({"constituents": []}, "bundle.list", "/constituents"),
        ({"constituents": [{}]}, "bundle.text", "/constituents/0"),
        ({"constituents": ["x" * 1_048_577]}, "bundle.text", "/constituents/0"),
        ({"decisions": "x"}, "bundle.object", "/decisions"),
        ({"did": []}, "bundle.object", "/did"),
        ({"did": {"did:web:a.example": "x"}}, "bundle.object", "/did"),
        ({"did": {"did:key:z6Mk": {}}}, "bundle.did", "/did"),
        ({"did": {"harbour": {}}}, "bundle.did", "/did"),
        (
            {"status": {f"https://a.example/{n}": {} for n in range(401)}},
            "bundle.documents",
            "",
        ),
        ({"recipient": ""}, "bundle.text", "/recipient"),
        ({"more": 1}, "bundle.unknown_member", "/more"),
    ],
)
def test_what_is_no_bundle_is_refused(changes: Any, code: str, path: str) -> None:
    document = {name: value for name, value in (GOOD | changes).items() if value is not None}
    with pytest.raises(BundleError) as caught:
        read_bundle(jsonio.dumps(document))
    assert caught.value.facts["problem"] == code
    assert str(caught.value.facts["path"]).startswith(path)


@pytest.mark.parametrize("data", [b"", b"[]", b'{"a":1,"a":2}'])
def test_what_is_no_json_object_is_refused(data: bytes) -> None:
    with pytest.raises(BundleError, match="cannot be read"):
        read_bundle(data)


def test_a_credential_that_is_no_text_cannot_be_bundled() -> None:
    with pytest.raises(BundleError, match="UTF-8"):
        write_bundle(Bundle(final=b"\xff", rule={}))


def test_a_bundle_says_what_it_lacks_until_it_lacks_nothing() -> None:
    full = Stack().bundle()
    bundle = Bundle(
        final=full.final,
        rule=full.rule,
        constituents=full.constituents,
        recipient=full.recipient,
    )
    there = full.evidence()
    rounds = []
    while wanted := needs(bundle, at=AT):
        rounds.append({need.kind for need in wanted})
        for need in wanted:
            bundle = bundle.with_document(need, bytes(there[need.url]))  # type: ignore[arg-type]
    assert rounds == [{NeedKind.DID_DOCUMENT}, {NeedKind.STATUS_LIST}]
    assert bundle == full
    assert replay(bundle, at=AT, policy=knowing()).verdict is Verdict.VALID


def test_what_was_fetched_has_to_be_an_object() -> None:
    need = Need("https://a.example/s", NeedKind.SCHEMA, "https://a.example/s", 100)
    bundle = Stack().bundle()
    assert bundle.with_document(need, b"{}").schema == {need.url: {}}
    for data in (b"[]", b"{" + b" " * 100 + b"}"):
        with pytest.raises(BundleError, match="fetched"):
            bundle.with_document(need, data)


def test_resources_have_addresses_of_their_own() -> None:
    rule = rule_of(leaf(FINAL))
    with pytest.raises(ResourceError, match="one address"):
        related_resources(rule_url=RULE_URL, rule=rule, constituents=[(RULE_URL, b"{}")])
    with pytest.raises(ResourceError, match="no absolute IRI"):
        resource("rule.json", b"", "application/json")


def test_an_issued_final_carries_them_and_can_be_re_checked() -> None:
    """The whole way as the platform goes it: `Award` with related resources, signed, replayed."""
    stack = Stack()
    name = "Mark Olsen"
    issuer = Issuer(
        profile=Profile(id=HARBOUR.did, name="Harbour Skills Training"),
        verification_method=HARBOUR.method,
        signer=HARBOUR.private,
        public_key=HARBOUR.private.public,
    )
    award = Award(
        recipient=Recipient(name=name, email=EMAIL),
        credential_id="https://harbour.example/c/10",
        salt="c2FsdC1mb3ItdGVzdHMx",
        valid_from=datetime(2026, 6, 1, 9, tzinfo=UTC),
        related_resources=tuple(stack.resources()),
    )
    achievement = Achievement(
        id=FINAL, name="Safety", description="All.", criteria=Criteria(narrative="Four units.")
    )
    (outcome,) = issuer.issue_many(achievement, [award], created=award.valid_from)
    assert outcome.problems == ()
    assert outcome.credential is not None
    report = replay(
        stack.bundle(jsonio.load_object(outcome.credential)), at=AT, policy=knowing()
    )
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())


# Who it is of: a DID, an address both are hashed to, or else the name and the final's word.
DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
OTHER_DID = "did:web:anna.example"
NAMELESS: list[Any] = [person()[1]]


def of_person(number: int, did: str | None, holder: Any) -> Any:
    by = HARBOUR if number <= 2 else NORTH
    document = unsigned(by, number, f"https://harbour.example/a/unit-{number}", holder=holder)
    if did:
        document["credentialSubject"]["id"] = did
    return by.sign(document)


@pytest.mark.parametrize(
    ("did", "holder", "recipient", "code"),
    [
        (DID, person("Anna Berg", "anna@learner.example"), None, None),
        (OTHER_DID, person(), None, "stack.constituent_subject"),
        (OTHER_DID, person(), EMAIL, None),
        (None, person("Mark Ólsen"), EMAIL, None),
        (None, person("Mark Olsen", "old@learner.example"), EMAIL, "stack.constituent_subject"),
        (None, person("MARK  olsen", None), EMAIL, "stack.subject_by_name"),
        (None, person("Anna Berg", None), EMAIL, "stack.constituent_subject"),
        (None, person("Mark Olsen", "old@learner.example"), None, "stack.subject_by_name"),
        (None, NAMELESS, None, "stack.subject_unknown"),
        (
            None,
            person("Mark Olsen", "old@learner.example"),
            "old@learner.example",
            "stack.constituent_subject",
        ),
    ],
)
def test_one_person(did: str | None, holder: Any, recipient: str | None, code: str) -> None:
    stack = Stack(recipient=recipient)
    stack.units[0] = of_person(1, did, holder)
    final = unsigned(
        HARBOUR,
        10,
        FINAL,
        validFrom="2026-06-01T09:00:00Z",
        relatedResource=stack.resources(),
    )
    final["credentialSubject"]["id"] = DID
    signed = HARBOUR.sign(final, created=datetime(2026, 6, 1, 9, tzinfo=UTC))
    report = replay(stack.bundle(signed), at=AT, policy=knowing())
    assert [finding.code for finding in report.constituents[0].findings] == (
        [code] if code else []
    )


def test_a_report_without_reasons_and_proof_is_not_taken_for_good() -> None:
    empty = Report((passed("format", "format.read", "Read."),), AT)
    assert [finding.code for finding in of_report(empty, CONSTITUENT)] == [
        "stack.constituent_unchecked"
    ]


@pytest.mark.parametrize("created", [None, "yesterday", "2026-06-01T09:01:00Z"])
def test_what_dates_nothing_back(created: str | None) -> None:
    final: Any = {"proof": {"created": "2026-06-01T09:00:00Z"}}
    since = datetime(2026, 6, 1, 9, tzinfo=UTC)
    constituent: Any = {"proof": [{"created": created} if created else {}]}
    assert back_dated(final, since, constituent) is None
    assert back_dated({}, since, constituent) is None


def test_an_issuer_with_its_own_key_needs_no_document() -> None:
    own = TestIssuer.by_key(7)
    rule = {"type": "PathwayRule", "version": 1, "rule": leaf(FINAL)}
    stack = Stack(
        units=[unit(1, issuer=own, achievement=FINAL, credentialStatus=None)], rule=rule
    )
    policy = knowing()
    assert replay(stack.bundle(), at=AT, policy=policy).verdict is Verdict.VALID
    assert digest(jsonio.dumps(stack.units[0])).startswith("zQm")
    assert status_list(HARBOUR, purpose="revocation")["id"] == list_url(HARBOUR) + "revocation"
