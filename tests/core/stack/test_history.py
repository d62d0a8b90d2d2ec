"""What a signed credential counts as: only what its issuer signed, only when it is certain."""

import copy
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from signed_credentials import TestIssuer, badge

from skillmark.core.stack import HistoryError, Standing, item_of

ISSUER = TestIssuer.on_web()
SIZE = """\
Pass the test.

## Size and level

- Workload: 137.5 hours
- Credits: [5 ECTS](http://data.europa.eu/snb/education-credit/6fcec5c5af)
- CPD points: 3
- Level: EQF 6

## Validity

- Valid for: 36 months
- Workload: 1 hours"""


def document(
    *,
    narrative: str | None = None,
    subject: Any = None,
    achievement: Any = None,
    **changes: Any,
) -> Any:
    """Return a badge with changes to its subject and achievement."""
    found = copy.deepcopy(badge(ISSUER, **changes))
    about = found["credentialSubject"]
    about.update(subject or {})
    about["achievement"].update(achievement or {})
    if narrative is not None:
        about["achievement"]["criteria"] = {"narrative": narrative}
    return found


def test_a_badge_as_we_write_it() -> None:
    level = {
        "type": ["Alignment"],
        "targetName": "EQF level 6",
        "targetUrl": "http://data.europa.eu/snb/eqf/6",
        "targetFramework": "European Qualifications Framework",
        "targetCode": "6",
    }
    achievement = {
        "version": "2",
        "creditsAvailable": 5,
        "alignment": [level],
        "otherIdentifier": [
            {"identifier": "https://harbour.example/a/lasting"},
            {"identifier": "https://other.example/a/stolen"},
            {"identifier": "HST-104"},
            {},
        ],
    }
    found = item_of(
        document(
            narrative=SIZE,
            achievement=achievement,
            awardedDate="2026-04-30T00:00:00Z",
            validUntil="2029-04-30T23:59:59Z",
        )
    )
    assert found.credential == "https://harbour.example/c/1"
    assert found.issuer == ISSUER.did
    assert dict(found.achievements) == {
        "https://harbour.example/a/workplace-safety": "2",
        "https://harbour.example/a/lasting": "2",
    }
    assert found.credits == {
        "ects": Decimal(5),
        "hours": Decimal("137.5"),
        "cpd": Decimal(3),
    }
    assert found.levels == {"eqf": 6}
    assert found.achieved == date(2026, 4, 30)
    assert found.valid_from == datetime(2026, 5, 1, 9, tzinfo=UTC)
    assert found.valid_until == datetime(2029, 4, 30, 23, 59, 59, tzinfo=UTC)
    assert found.standing is Standing.ACTIVE


def test_what_the_catalogue_writes_is_what_is_read() -> None:
    """The words are those of the criteria of every credential of this site; see `SIZE`."""
    found = item_of(document(narrative=SIZE, achievement={"creditsAvailable": 5}))
    assert sorted(found.credits) == ["cpd", "ects", "hours"]
    assert found.achieved == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("narrative", "available", "earned", "worth"),
    [
        ("## Size and level\n- Credits: 5 ECTS", 5, None, {"ects": Decimal(5)}),
        ("## Size and level\n- Credits: 7.5 NZQA credits", 7.5, None, {"nzqa credits": 7.5}),
        ("## Size and level\n- Credits: 5 ECTS", 5, 3, {"ects": Decimal(3)}),
        ("## Size and level\n- Credits: 5 ECTS", 5, 8, {"ects": Decimal(5)}),
        ("## Size and level\n- Credits: 5 ECTS", 5, 0, {}),
        ("## Size and level\n- Credits: 60 ECTS", 5, None, {}),
        ("## Size and level\n- Credits: 5 ECTS", None, None, {}),
        ("## Size and level\n- Credits: 5 ECTS", "many", None, {}),
        ("## Size and level\n- Credits: 5 ECTS", -5, None, {}),
        ("## Size and level\n- Credits: 5 ECTS", True, None, {}),
        ("## Size and level\n- Credits: 5 ECTS\n- Credits: 5 CEU", 5, None, {}),
        ("- Credits: 5 ECTS", 5, None, {}),
        ("## Size and level\n## Other\n- Credits: 5 ECTS", 5, None, {}),
        ("## Size and level\n- CPD points: 2\n- CPD points: 3", None, None, {}),
        (
            "## Size and level\n- CPD points: 99\n\n## Size and level\n\n- CPD points: 2",
            None,
            None,
            {"cpd": Decimal(2)},
        ),
    ],
)
def test_credits_count_only_with_their_unit(
    narrative: str, available: Any, earned: Any, worth: dict[str, Any]
) -> None:
    achievement = {} if available is None else {"creditsAvailable": available}
    subject = {} if earned is None else {"creditsEarned": earned}
    found = item_of(document(narrative=narrative, achievement=achievement, subject=subject))
    assert found.credits == worth


def test_without_criteria_there_are_no_credits() -> None:
    found = document()
    del found["credentialSubject"]["achievement"]["criteria"]
    assert item_of(found).credits == {}


def test_of_several_levels_the_lowest_is_certain() -> None:
    urls = ("http://data.europa.eu/snb/eqf/7", "https://data.europa.eu/snb/eqf/5", "urn:x")
    levels = [{"targetUrl": url} for url in (*urls, "http://data.europa.eu/snb/eqf/9")]
    assert item_of(document(achievement={"alignment": levels})).levels == {"eqf": 5}
    assert item_of(document()).levels == {}


def test_the_standing_comes_from_outside() -> None:
    assert item_of(document(), Standing.SUSPENDED).standing is Standing.SUSPENDED


def test_an_achievement_without_an_origin_has_no_second_name() -> None:
    achievement = {"id": "urn:a:1", "otherIdentifier": [{"identifier": "urn:a:2"}]}
    assert list(item_of(document(achievement=achievement)).achievements) == ["urn:a:1"]


def two_subjects() -> Any:
    found = document()
    found["credentialSubject"] = [found["credentialSubject"]] * 2
    return found


def no_achievement_id() -> Any:
    found = document()
    del found["credentialSubject"]["achievement"]["id"]
    return found


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "nothing"},
        badge(ISSUER, credentialSubject={"id": "did:key:z1"}),
        two_subjects(),
        no_achievement_id(),
        document(id=None),
        document(validFrom=None),
    ],
)
def test_what_cannot_count_is_refused(odd: Any) -> None:
    with pytest.raises(HistoryError) as caught:
        item_of(odd)
    assert caught.value.code == "stack.history"
