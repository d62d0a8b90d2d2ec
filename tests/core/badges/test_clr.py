"""Transcripts of CLR 2.0: accepted by the published schema, signed, verified, nothing lost."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from signed_credentials import AT, SALT, SIGNED, TestIssuer, badge

from skillmark.core.badges import clr, schema
from skillmark.core.badges.profile import Profile
from skillmark.core.badges.subject import IdentityObject
from skillmark.core.status import entry
from skillmark.core.verify import Verdict, judge

ISSUER = TestIssuer.by_key()
FINAL = "https://harbour.example/a/certificate"
UNITS = [f"https://harbour.example/a/unit-{number}" for number in range(1, 5)]


def signed(number: int, achievement: str) -> Any:
    document = badge(ISSUER, id=f"https://harbour.example/c/{number}")
    document["credentialSubject"]["achievement"]["id"] = achievement
    document["credentialSubject"]["id"] = f"https://harbour.example/c/{number}#subject"
    return ISSUER.sign(document)


CREDENTIALS = [signed(number, name) for number, name in enumerate([*UNITS, FINAL], 1)]


def transcript(**changes: Any) -> Any:
    values: dict[str, Any] = {
        "credential_id": "https://harbour.example/c/20",
        "issuer": Profile(id=ISSUER.did, name="Harbour Skills Training"),
        "name": "Record of Mark Olsen",
        "learner": clr.Learner(
            identifier=(
                IdentityObject.plain_name("Mark Olsen"),
                IdentityObject.hashed_email("mark.olsen@learner.example", SALT),
            )
        ),
        "credentials": CREDENTIALS,
        "associations": clr.stack_associations(FINAL, [*UNITS, UNITS[0], FINAL]),
        "valid_from": SIGNED,
    }
    return clr.build(**(values | changes))


def test_a_transcript_has_the_published_form() -> None:
    for changes in (
        {},
        {"valid_until": datetime(2030, 1, 1, tzinfo=UTC), "description": "All there is."},
        {"learner": clr.Learner(id="did:web:mark.example"), "partial": False},
    ):
        assert schema.clr_problems(transcript(**changes)) == ()


def test_it_says_how_achievements_belong_together() -> None:
    subject = transcript()["credentialSubject"]
    assert [one["sourceId"] for one in subject["association"]] == UNITS
    assert {one["associationType"] for one in subject["association"]} == {"isChildOf"}
    assert {one["targetId"] for one in subject["association"]} == {FINAL}
    assert subject["verifiableCredential"] == CREDENTIALS


def test_partial_is_said_either_way() -> None:
    assert transcript()["partial"] is True
    assert transcript(partial=False)["partial"] is False


def test_two_statuses_as_in_our_badges() -> None:
    statuses = [
        entry.build(status_list_credential="https://h.example/s", index=3, purpose=purpose)
        for purpose in ("revocation", "suspension")
    ]
    both = transcript(statuses=statuses)
    assert schema.clr_problems(both)
    assert schema.clr_problems(both, several_statuses=True) == ()
    assert schema.clr_problems(transcript(statuses=statuses[:1])) == ()


def test_a_signed_transcript_is_valid_and_covers_what_it_wraps() -> None:
    document = ISSUER.sign(transcript())
    report = judge(document, {}, at=AT)
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())
    for path in ("verifiableCredential", "association"):
        touched = copy.deepcopy(document)
        touched["credentialSubject"][path].pop()
        assert judge(touched, {}, at=AT).verdict is Verdict.INVALID


def test_what_it_wraps_can_be_taken_out_and_verified() -> None:
    for inside in ISSUER.sign(transcript())["credentialSubject"]["verifiableCredential"]:
        assert judge(inside, {}, at=AT).verdict is Verdict.VALID


def test_a_transcript_out_of_form_is_a_reservation() -> None:
    odd = transcript()
    del odd["name"]
    report = judge(ISSUER.sign(odd), {}, at=AT)
    assert report.verdict is Verdict.VALID_BUT
    assert [check.code for check in report.reasons] == ["schema.required"]


def test_a_transcript_of_nothing_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="at least one"):
        transcript(credentials=[])
