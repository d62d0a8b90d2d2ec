"""The values write themselves as the specification has it, each node named."""

from datetime import datetime
from typing import Any

import pytest
from badge_samples import (
    CREDENTIAL_ID,
    ISSUER,
    SALT,
    SIMPLE_ACHIEVEMENT,
    SIMPLE_SUBJECT,
    VALID_FROM,
    complete_credential,
    simple_credential,
    status_entry,
)
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core import canon
from skillmark.core.badges import credential, identity
from skillmark.core.badges.members import number, under
from skillmark.core.badges.profile import Address
from skillmark.core.badges.subject import AchievementSubject, IdentityObject
from skillmark.core.badges.vocabulary import AchievementType, is_term
from skillmark.core.encoding.errors import TimestampError
from skillmark.core.jsonio import JsonValue


def test_the_smallest_credential_is_this() -> None:
    assert simple_credential() == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": CREDENTIAL_ID,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Identify hazards",
        "description": "Finds and reports the hazards of a workplace.",
        "issuer": {
            "id": "did:web:harbour.example",
            "type": ["Profile"],
            "name": "Harbour Skills Training",
        },
        "validFrom": "2026-03-02T09:00:00Z",
        "credentialSubject": {
            "id": f"{CREDENTIAL_ID}#subject",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://harbour.example/a/identify-hazards",
                "type": ["Achievement"],
                "criteria": {
                    "id": "https://harbour.example/a/identify-hazards#criteria",
                    "narrative": "Walk through a site and report each hazard.",
                },
                "description": "Finds and reports the hazards of a workplace.",
                "name": "Identify hazards",
            },
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": identity.hash_identity("mark.olsen@example.org", SALT),
                    "identityType": "emailAddress",
                    "salt": SALT,
                }
            ],
        },
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
                "ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
    }


UNNAMED = {"IdentityObject", "IdentifierEntry"}


def nodes_without_id(value: JsonValue) -> list[Any]:
    if isinstance(value, list):
        return [found for entry in value for found in nodes_without_id(entry)]
    if not isinstance(value, dict):
        return []
    inside = [found for entry in value.values() for found in nodes_without_id(entry)]
    return inside if "id" in value else [value.get("type"), *inside]


def test_each_node_that_may_have_a_name_has_one() -> None:
    assert {str(kind) for kind in nodes_without_id(complete_credential())} == UNNAMED


def test_the_complete_credential_survives_safe_canonicalisation() -> None:
    lines = canon.canonicalize(complete_credential()).decode()
    assert '"1.5E0"' in lines
    assert "Walked through three sites." in lines
    assert "ObjectOf" not in lines


def test_the_same_arguments_give_the_same_document() -> None:
    assert list(complete_credential()) == list(complete_credential())
    assert complete_credential() == complete_credential()


def test_one_status_is_an_object_and_several_are_a_list() -> None:
    def statuses(*entries: Any) -> JsonValue:
        document = credential.build(
            credential_id=CREDENTIAL_ID,
            issuer=ISSUER,
            subject=SIMPLE_SUBJECT,
            valid_from=VALID_FROM,
            statuses=entries,
        )
        return document.get("credentialStatus")

    one, two = status_entry(), status_entry("suspension")
    assert statuses() is None
    assert statuses(one) == one
    assert statuses(one, two) == [one, two]


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(TimestampError):
        credential.build(
            credential_id=CREDENTIAL_ID,
            issuer=ISSUER,
            subject=SIMPLE_SUBJECT,
            valid_from=datetime(2026, 3, 2),  # noqa: DTZ001 - the point of the test
        )


def test_an_address_without_a_place_has_no_geo() -> None:
    assert Address(locality="Dublin").to_json("did:web:e.org#address") == {
        "id": "did:web:e.org#address",
        "type": ["Address"],
        "addressLocality": "Dublin",
    }


def test_a_holder_keeps_the_did() -> None:
    subject = AchievementSubject(
        achievement=SIMPLE_ACHIEVEMENT, id="did:key:z6Mk", identifier=()
    )
    assert subject.to_json("https://e.org/#subject")["id"] == "did:key:z6Mk"
    assert "identifier" not in subject.to_json("https://e.org/#subject")


def test_the_hash_is_that_of_the_published_samples() -> None:
    # From 1EdTech's Open Badges 2.0 samples, whose IdentityHash is the same.
    assert identity.hash_identity("nobody@example.org", "deadsea") == (
        "sha256$ecf5409f3f4b91ab60cc5ef4c02aef7032354375e70cf4d8e43f6a1d29891942"
    )


@given(st.emails(), st.text(max_size=30))
def test_a_hash_matches_its_address_in_either_case(email: str, salt: str) -> None:
    made = IdentityObject.hashed_email(email, salt).identity_hash
    assert identity.is_hash(made)
    assert identity.matches(made, email, salt)
    assert identity.matches(made.upper(), email.lower(), salt)
    assert not identity.matches(made, email + "x", salt)
    assert not identity.is_weak_hash(made)


@pytest.mark.parametrize(
    ("value", "written"), [(None, None), (3, 3), (3.0, 3), (1.5, 1.5), (-6.25, -6.25)]
)
def test_whole_numbers_have_no_fraction(value: float | None, written: JsonValue) -> None:
    assert number(value) == written
    assert type(number(value)) is type(written)


def test_names_under_a_name() -> None:
    assert under("https://e.org/a", "x") == "https://e.org/a#x"
    assert under("https://e.org/a#x", "y") == "https://e.org/a#x-y"


@pytest.mark.parametrize(
    ("term", "known"),
    [
        ("Badge", True),
        ("ext:Medal", True),
        ("Medal", False),
        ("xext:Medal", False),
        ("ext:", False),
    ],
)
def test_terms_and_their_extensions(term: str, known: bool) -> None:
    assert is_term(term, AchievementType) == known
