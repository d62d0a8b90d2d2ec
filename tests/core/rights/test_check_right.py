"""Who may issue what: the honest ways, and each forgery by its own code."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from rights_samples import (
    ACCREDITOR,
    AT,
    END,
    GRANT,
    HARBOUR,
    KESTREL,
    LASTING,
    LONG_AFTER,
    SIGNED,
    THIEF,
    VERSION,
    accreditation,
    credential,
    definition,
    forklift,
    grant,
    grant_document,
    paper,
    text_of,
    withdrawn,
)

from skillmark.core import rights
from skillmark.core.badges import schema
from skillmark.core.badges.achievement import Criteria
from skillmark.core.jsonio import JsonError
from skillmark.core.rights import Kind, Known, Paper, Registry, check_right, parse_registry
from skillmark.core.verify import judge

DAY = timedelta(days=1)


def answer(document: Any, *papers: Paper, **changes: Any) -> Any:
    return check_right(document, papers, **{"at": AT, **changes})


def test_who_awards_an_achievement_may_issue_it() -> None:
    own = definition()
    document = credential(KESTREL, named=(own,))
    found = answer(document, paper(own))
    assert (found.outcome, found.code) == ("passed", "right.own")
    assert found.facts["owner"] == KESTREL.did


def test_a_grant_of_the_owner_lets_another_issue() -> None:
    found = answer(credential(), paper(definition()), paper(grant()))
    assert (found.outcome, found.code) == ("passed", "right.granted")
    assert found.facts["granted_until"] == "2027-01-01T00:00:00Z"
    assert found.facts["granted_by"] == KESTREL.did
    assert found.facts["time"] == "asserted"


def test_papers_follow_the_published_schema_and_verify_by_themselves() -> None:
    for data in (definition(), grant(), withdrawn(AT), accreditation()):
        document = paper(data).document
        assert schema.published_problems(document) == ()
        signer = next(one for one in (KESTREL, ACCREDITOR) if one.did == paper(data).signer)
        report = judge(data, {signer.did_url: signer.did_document()}, at=SIGNED + DAY)
        assert [check.code for check in report.checks_named("proof")] == ["proof.valid"]
        assert not [check.code for check in report.checks if check.outcome.value == "failed"]


def test_papers_say_what_they_are() -> None:
    kinds = [paper(data).kind for data in (definition(), grant(), accreditation())]
    assert kinds == [Kind.DEFINITION, Kind.GRANT, Kind.ENDORSEMENT]
    assert Paper.of(text_of(credential())).kind is Kind.OTHER
    assert Paper.of(b"no JSON").fault == "json.syntax"


# --- forgeries: (what is forged) -> the code -------------------------------------------------

CHANGED = forklift(criteria=Criteria(narrative="Attended."))
ONE_WEEK_BEFORE = SIGNED - timedelta(days=7)

FORGERIES: list[tuple[str, Any, tuple[Any, ...], str]] = [
    ("right signature, no grant at all", credential(named=(definition(),)), (definition(),), "right.not_entitled"),
    ("a grant that the issuer made itself", credential(named=(definition(), grant(HARBOUR))), (definition(), grant(HARBOUR)), "right.not_entitled"),
    ("a grant to somebody else", credential(named=(definition(), grant(to=THIEF))), (definition(), grant(to=THIEF)), "right.not_entitled"),
    ("a grant of another achievement", credential(), (definition(), grant(scope="https://kestrel.example/a/crane")), "right.grant_other"),
    ("a grant that had expired", credential(), (definition(), grant(end=ONE_WEEK_BEFORE)), "right.grant_expired"),
    ("a grant that had not begun", credential(), (definition(), grant(begin=SIGNED + DAY)), "right.grant_not_begun"),
    ("another's achievement defined by oneself", credential(named=(definition(HARBOUR),)), (definition(HARBOUR),), "right.definition_foreign"),
    ("easier criteria than the definition's", credential(achievement=CHANGED.to_json()), (definition(), grant()), "right.definition_differs"),
    ("another definition than the one named", credential(), (definition(what=CHANGED), grant()), "right.definition_differs"),

]  # fmt: skip


@pytest.mark.parametrize(("document", "texts", "code"), [row[1:] for row in FORGERIES], ids=[row[0] for row in FORGERIES])  # fmt: skip
def test_a_forgery_is_refused(document: Any, texts: tuple[bytes, ...], code: str) -> None:
    found = answer(document, *[paper(data) for data in texts])
    assert (found.outcome, found.code) == ("failed", code)


def test_a_grant_with_one_letter_changed_proves_nothing() -> None:
    for old, new in ((b"2027-01-01", b"2029-01-01"), (b"forklift", b"forkLift")):
        forged = grant().replace(old, new)
        found = answer(credential(), paper(definition()), paper(forged))
        assert found.outcome != "passed"


def test_a_grant_signed_by_a_thief_in_the_owners_name_proves_nothing() -> None:
    forged = text_of(THIEF.sign(grant_document()))
    found = answer(credential(named=(definition(), forged)), paper(definition()), paper(forged))
    assert (found.outcome, found.code) == ("failed", "right.not_entitled")


# --- time ------------------------------------------------------------------------------------


def test_an_ended_grant_needs_proof_that_it_was_issued_before() -> None:
    papers = (paper(definition()), paper(grant()))
    assert answer(credential(), *papers, at=LONG_AFTER).code == "right.time_unproven"
    proven = answer(credential(), *papers, at=LONG_AFTER, proven=SIGNED + DAY)
    assert (proven.outcome, proven.code) == ("passed", "right.granted")
    late = answer(credential(), *papers, at=LONG_AFTER, proven=END)
    assert (late.outcome, late.code) == ("failed", "right.grant_expired")


def test_a_back_dated_credential_is_caught_by_the_time_that_others_prove() -> None:
    papers = (paper(definition()), paper(grant(end=SIGNED + DAY)))
    found = answer(credential(), *papers, proven=SIGNED + 2 * DAY)
    assert (found.outcome, found.code) == ("failed", "right.grant_expired")


def test_what_was_issued_before_a_grant_was_withdrawn_stays_good() -> None:
    after = (paper(grant(), revoked=True), paper(withdrawn(SIGNED + DAY), revoked=True))
    found = answer(credential(), paper(definition()), *after, proven=SIGNED)
    assert (found.outcome, found.code) == ("passed", "right.granted")
    assert found.facts["granted_until"] == "2026-05-02T09:00:00Z"
    unproven = answer(credential(), paper(definition()), *after)
    assert (unproven.outcome, unproven.code) == ("not_run", "right.time_unproven")


def test_what_was_issued_after_a_grant_was_withdrawn_is_refused() -> None:
    before = (paper(grant(), revoked=True), paper(withdrawn(SIGNED - DAY), revoked=True))
    found = answer(credential(), paper(definition()), *before, proven=SIGNED)
    assert (found.outcome, found.code) == ("failed", "right.grant_revoked")
    assert answer(credential(), paper(definition()), *before).code == "right.grant_revoked"


def test_hiding_when_a_grant_was_withdrawn_does_not_help() -> None:
    found = answer(
        credential(), paper(definition()), paper(grant(), revoked=True), proven=SIGNED
    )
    assert (found.outcome, found.code) == ("failed", "right.grant_revoked")


def test_a_grant_whose_status_cannot_be_read_is_no_pass() -> None:
    found = answer(credential(), paper(definition()), paper(grant(), revoked=None))
    assert (found.outcome, found.code) == ("not_run", "right.unchecked")


def test_papers_that_are_not_at_hand_are_said_and_never_passed() -> None:
    assert answer(credential()).code == "right.unchecked"
    assert answer(credential(), paper(definition())).code == "right.unchecked"
    unknown = paper(definition(), signers=(HARBOUR,))
    assert answer(credential(), unknown).code == "right.unchecked"
    admitted = answer(credential(named=()))
    assert (admitted.outcome, admitted.code) == ("not_run", "right.unsaid")
    plain = credential(named=(), achievement=forklift().to_json())
    assert (answer(plain).outcome, answer(plain).code) == ("not_run", "right.unsaid")


def test_a_credential_of_no_achievement_is_nobodys() -> None:
    assert answer(credential() | {"credentialSubject": {"id": "urn:x"}}).code == "right.unsaid"


# --- the registry ----------------------------------------------------------------------------


def registry(*entries: dict[str, Any]) -> Any:
    return parse_registry({"type": "SkillmarkIssuers", "version": 1, "issuers": list(entries)})


KNOWN = {"did": HARBOUR.did, "names": ["Harbour Skills Training"]}


def test_same_name_other_did_is_told() -> None:
    names = (
        "Harbour Skills Training",
        "Harb\u03bfur Skills Training",
        "Harbour  SkiIls Training",
    )
    for name in names:
        fake = credential(
            THIEF, named=(), issuer={"id": THIEF.did, "type": ["Profile"], "name": name}
        )
        found = answer(fake, registry=registry(KNOWN))
        assert (found.outcome, found.code) == ("failed", "right.lookalike")
        assert found.facts["known"] == HARBOUR.did
    other = credential(
        THIEF, named=(), issuer={"id": THIEF.did, "type": ["Profile"], "name": "Thieves"}
    )
    assert answer(other, registry=registry(KNOWN)).code == "right.unknown_issuer"


def test_an_open_registry_warns_of_namesakes_and_refuses_no_stranger() -> None:
    known = Known(did=HARBOUR.did, names=("Harbour Skills Training",))
    owner = Known(did=KESTREL.did, achievements=(VERSION,))
    some = Registry([known, owner], closed=False)
    profile = {"id": THIEF.did, "type": ["Profile"]}
    fake = answer(
        credential(THIEF, named=(), issuer=profile | {"name": "Harbour Skills Training"}),
        registry=some,
    )
    assert (fake.outcome, fake.code) == ("warning", "right.lookalike")
    achievement = forklift("https://thief.example/a/1").to_json()
    other = credential(THIEF, named=(), achievement=achievement, issuer=profile | {"name": "T"})
    assert answer(other, registry=some).code == "right.unsaid"
    stolen = credential(THIEF, named=(), issuer=profile | {"name": "T"})
    assert answer(stolen, registry=some).code == "right.not_entitled"


def test_a_registry_knows_issuers_for_a_time() -> None:
    plain = credential(named=(), achievement=forklift().to_json())
    assert answer(plain, registry=registry(KNOWN)).code == "right.known"
    gone = KNOWN | {"validUntil": "2026-05-31T00:00:00Z"}
    assert answer(plain, registry=registry(gone)).code == "right.unknown_issuer"
    coming = KNOWN | {"validFrom": "2026-06-02T00:00:00Z"}
    assert answer(plain, registry=registry(coming)).code == "right.unknown_issuer"


def test_a_registry_knows_whose_an_achievement_is() -> None:
    owner = {"did": KESTREL.did, "achievements": [VERSION, LASTING]}
    squatter = credential(named=(definition(HARBOUR),), achievement=forklift().to_json())
    found = answer(squatter, paper(definition(HARBOUR)), registry=registry(KNOWN, owner))
    assert (found.outcome, found.code) == ("failed", "right.definition_foreign")
    bare = credential(named=(), achievement=forklift().to_json())
    assert answer(bare, registry=registry(KNOWN, owner)).code == "right.not_entitled"
    entitled = KNOWN | {"mayIssue": [VERSION]}
    assert answer(bare, registry=registry(entitled, owner)).code == "right.known"


def test_two_dids_of_one_issuer_are_one() -> None:
    owner = {
        "did": "did:webvh:x:kestrel.example",
        "alsoKnownAs": [KESTREL.did],
        "achievements": [LASTING],
    }
    papers = (paper(definition()), paper(grant()))
    assert (
        answer(credential(), *papers, registry=registry(KNOWN, owner)).code == "right.granted"
    )


def test_accreditations_are_told_only_when_they_hold() -> None:
    papers = [paper(definition()), paper(grant())]
    accreditor = {"did": ACCREDITOR.did, "accreditor": True}
    known = registry(KNOWN, accreditor)
    told = answer(credential(), *papers, paper(accreditation()), registry=known)
    assert told.facts["accredited_by"] == ACCREDITOR.did
    assert answer(credential(), *papers, paper(accreditation())).facts["endorsed_by"]
    for bad in (
        paper(accreditation(), revoked=True),
        paper(accreditation(), revoked=None),
        paper(accreditation(of=THIEF.did)),
        paper(accreditation(HARBOUR)),
        paper(accreditation().replace(b"Meets", b"Meats")),
    ):
        found = answer(credential(), *papers, bad, registry=known)
        assert "accredited_by" not in found.facts
        assert "endorsed_by" not in found.facts


def test_a_credential_names_its_papers_and_not_those_of_a_stack() -> None:
    document = credential()
    document["relatedResource"].append(
        {
            "id": "https://x.example/c/1.json",
            "mediaType": "application/vc",
            "digestMultibase": "z",
        }
    )
    assert [one.url for one in rights.named(document)] == [
        "https://kestrel.example/a/2/definition",
        GRANT,
    ]


def test_every_bit_of_a_grant_counts() -> None:
    data, own, document = grant(), paper(definition()), credential()
    for place in range(0, len(data), 7):
        flipped = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with suppress(JsonError):
            assert answer(document, own, paper(flipped)).outcome != "passed", place
