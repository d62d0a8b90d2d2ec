"""The same arguments give the same bytes, and the bytes hold up under our own eyes."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from badge_samples import (
    COMPLETE_ACHIEVEMENT,
    GRADE,
    RUBRIC,
    SALT,
    SCORE,
    SIMPLE_ACHIEVEMENT,
    STATUS,
    VALID_FROM,
    VALID_UNTIL,
    status_entry,
)

from skillmark.core import jsonio
from skillmark.core.badges import identity
from skillmark.core.badges.achievement import ResultDescription
from skillmark.core.badges.profile import Profile
from skillmark.core.badges.subject import Result
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.did import key
from skillmark.core.issue import grades, recipients
from skillmark.core.issue.errors import VerificationMethodError
from skillmark.core.issue.issuer import Award, Issuer, build, end_of, grade_check
from skillmark.core.issue.recipient import Recipient, Work
from skillmark.core.lint import LintError
from skillmark.core.proof import ProofError, check_proof, proofs_of

KEY = PrivateKey.generate(Algorithm.ED25519, b"\x01" * 32)
OTHER = PrivateKey.generate(Algorithm.ED25519, b"\x02" * 32)
DID = key.did_of(KEY.public)
ISSUER = Issuer(
    profile=Profile(id=DID, name="Harbour Skills Training"),
    verification_method=key.verification_method(DID),
    signer=KEY,
    public_key=KEY.public,
)
MARK = Recipient(
    name="Mark Olsen",
    email="Mark.Olsen@example.org",
    identifier="S-12",
    achieved_on=date(2026, 3, 1),
    valid_until=date(2027, 3, 1),
    grade="B",
    evidence=(Work(url="https://portfolio.example/walk"),),
    narrative="Three sites.",
)


def award(number: int, recipient: Recipient = MARK) -> Award:
    return Award(
        recipient=recipient,
        credential_id=f"https://harbour.example/c/{number}",
        salt=SALT,
        valid_from=VALID_FROM,
        statuses=(status_entry(index=number),),
    )


def issue(issuer: Issuer, awarded: Award) -> bytes:
    return issuer.issue_one(
        COMPLETE_ACHIEVEMENT,
        awarded.recipient,
        credential_id=awarded.credential_id,
        valid_from=awarded.valid_from,
        created=VALID_FROM,
        salt=awarded.salt,
        valid_until=awarded.valid_until,
        statuses=awarded.statuses,
    )


def test_one_credential_is_signed_and_complete() -> None:
    data = issue(ISSUER, award(7))
    document = jsonio.load_object(data)
    assert data == jsonio.dumps(document)
    (proof,) = proofs_of(document)
    check_proof(document, proof, KEY.public)
    assert ISSUER.did == DID
    assert document["validUntil"] == "2027-03-01T23:59:59Z"
    assert document["awardedDate"] == "2026-03-01T00:00:00Z"
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    assert subject["narrative"] == "Three sites."
    assert b"S-12" not in data
    assert b"mark.olsen" not in data.lower()
    assert identity.hash_identity("mark.olsen@example.org", SALT).encode() in data


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert issue(ISSUER, award(7)) == issue(ISSUER, award(7))
    assert issue(ISSUER, award(7)) == issue(replace(ISSUER, public_key=None), award(7))
    assert issue(ISSUER, award(7)) != issue(ISSUER, award(8))


def test_many_give_the_bytes_of_one() -> None:
    awards = [award(number) for number in range(5)]
    found = list(ISSUER.issue_many(COMPLETE_ACHIEVEMENT, awards, created=VALID_FROM))
    assert [outcome.credential for outcome in found] == [issue(ISSUER, one) for one in awards]
    cache = ShapeCache()
    again = list(
        ISSUER.issue_many(COMPLETE_ACHIEVEMENT, awards, created=VALID_FROM, cache=cache)
    )
    assert again == found
    assert len(cache) > 0


def test_one_refusal_stops_no_other() -> None:
    bad = award(1, replace(MARK, grade="Z"))
    found = list(
        ISSUER.issue_many(COMPLETE_ACHIEVEMENT, [award(0), bad, award(2)], created=VALID_FROM)
    )
    assert [outcome.credential is None for outcome in found] == [False, True, False]
    assert [problem.code for problem in found[1].problems] == ["ob.result_value"]
    with pytest.raises(LintError):
        issue(ISSUER, bad)


def test_an_explicit_end_goes_before_the_recipients_own() -> None:
    document = build(
        ISSUER.profile, SIMPLE_ACHIEVEMENT, replace(award(1), valid_until=VALID_UNTIL)
    )
    assert document["validUntil"] == "2027-03-02T23:59:59Z"


def test_a_person_without_address_or_dates_is_named_only() -> None:
    plain = Recipient(name="Plato", did="did:key:z6Mk")
    document = build(ISSUER.profile, SIMPLE_ACHIEVEMENT, award(1, plain))
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    assert subject["id"] == "did:key:z6Mk"
    assert isinstance(subject["identifier"], list)
    assert len(subject["identifier"]) == 1
    assert "validUntil" not in document
    assert document["awardedDate"] == document["validFrom"]
    assert end_of(None) is None


def test_a_key_of_somebody_else_is_refused() -> None:
    foreign = replace(
        ISSUER, verification_method=key.verification_method(key.did_of(OTHER.public))
    )
    with pytest.raises(VerificationMethodError) as caught:
        issue(foreign, award(1))
    assert caught.value.code == "issue.verification_method"
    with pytest.raises(VerificationMethodError):
        list(foreign.issue_many(COMPLETE_ACHIEVEMENT, [], created=VALID_FROM))


def test_a_signature_that_does_not_hold_is_never_handed_out() -> None:
    with pytest.raises(ProofError):
        issue(replace(ISSUER, public_key=OTHER.public), award(1))


def test_jcs_signs_too() -> None:
    document = jsonio.load_object(
        issue(replace(ISSUER, cryptosuite="eddsa-jcs-2022"), award(1))
    )
    (proof,) = proofs_of(document)
    assert proof["cryptosuite"] == "eddsa-jcs-2022"
    check_proof(document, proof, KEY.public)


def test_the_present_is_the_time_of_signing() -> None:
    with pytest.raises(LintError) as caught:
        ISSUER.issue_one(
            SIMPLE_ACHIEVEMENT,
            replace(MARK, grade=None),
            credential_id="urn:uuid:1",
            valid_from=VALID_FROM,
            created=datetime(2030, 1, 1, tzinfo=UTC),
            salt=SALT,
        )
    assert [problem.code for problem in caught.value.problems] == ["lint.ended"]


@pytest.mark.parametrize(
    ("described", "grade", "answer"),
    [
        ((), "7 of 9", Result(value="7 of 9")),
        ((GRADE,), "A", Result(result_description=GRADE.id, value="A")),
        ((SCORE,), "87", Result(result_description=SCORE.id, value="87")),
        ((STATUS,), "completed", Result(result_description=STATUS.id, status="Completed")),
        (
            (RUBRIC,),
            "mastered",
            Result(result_description=RUBRIC.id, achieved_level=RUBRIC.required_level),
        ),
        ((GRADE, SCORE), "60", Result(result_description=SCORE.id, value="60")),
        ((STATUS, RUBRIC, GRADE), "C", Result(result_description=GRADE.id, value="C")),
    ],
)
def test_a_grade_answers_the_description_that_takes_it(
    described: tuple[ResultDescription, ...], grade: str, answer: Result
) -> None:
    achievement = replace(SIMPLE_ACHIEVEMENT, result_description=described)
    assert grades.result(achievement, grade) == answer
    assert grade_check(achievement)(grade) == ""


@pytest.mark.parametrize(
    ("described", "words"),
    [
        ((GRADE,), "Allowed: “D”"),
        ((SCORE,), "must be a number"),
        ((STATUS,), "Completed, Enrolled"),
        ((RUBRIC,), "Started, Mastered"),
        ((RUBRIC, GRADE), "Started, Mastered"),
    ],
)
def test_a_grade_that_nothing_takes_is_named_in_the_file(
    described: tuple[ResultDescription, ...], words: str
) -> None:
    achievement = replace(SIMPLE_ACHIEVEMENT, result_description=described)
    assert grades.result(achievement, "Z").result_description == described[0].id
    found = recipients.read(
        b"name,email,grade\nAnn,a@e.org,Z\n",
        at=date(2026, 3, 1),
        grade_reason=grade_check(achievement),
    )
    (problem,) = found.all_problems
    assert (problem.code, problem.column) == ("row.grade_invalid", "grade")
    assert words in problem.message
