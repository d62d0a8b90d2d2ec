"""A definition inside a credential: both published schemas, the lint, and nothing lost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from achievement_contents import CONTENTS, RUBRIC, WHOLE
from hypothesis import given

from skillmark.core.badges.profile import Profile
from skillmark.core.issue import grades
from skillmark.core.issue.issuer import Award, build
from skillmark.core.issue.recipient import Recipient
from skillmark.core.jsonio import JsonObject
from skillmark.core.lint import before_issue
from skillmark.platform.catalog import badge, european
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.orgs.models import Organisation

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
HARBOUR = Organisation(slug="harbour", name="Harbour Skills Training", country="IE")


def version(raw: dict[str, Any]) -> AchievementVersion:
    return AchievementVersion(
        organisation=HARBOUR,
        achievement=Achievement(name=raw["name"]),
        number=1,
        **Content.parse(raw).to_row(),
    )


def credential(raw: dict[str, Any], grade: str = "") -> JsonObject:
    issuer = Profile(id="https://harbour.example/i", name="Harbour", url="https://h.example")
    award = Award(
        recipient=Recipient(
            name="Mark Olsen", email="mark@people.example", grade=grade or None
        ),
        credential_id="https://harbour.example/c/1",
        salt="abcdefghijklmnopqrstuv",
        valid_from=NOW,
        valid_until=None,
        statuses=(),
    )
    return build(issuer, badge.achievement(version(raw)), award)


@pytest.fixture(autouse=True)
def _reads_earlier_versions(db: None) -> None:
    """An achievement names its earlier versions, so each of these reads the database."""


def test_the_whole_definition_may_be_issued() -> None:
    assert list(before_issue(credential(WHOLE), at=NOW)) == []  # both schemas among it


def test_what_the_standard_has_a_member_for_stands_there() -> None:
    data = badge.achievement(version(WHOLE)).to_json()
    assert data["achievementType"] == "ext:Toolbox-talk"
    assert data["creditsAvailable"] == 0.5
    assert data["inLanguage"] == "en"
    (described, overall) = data["resultDescription"]  # type: ignore[misc]
    assert described["resultType"] == "RubricCriterionLevel"
    assert [level["points"] for level in described["rubricCriterionLevel"]] == ["0", "2"]
    assert overall["resultType"] == "Result"
    (level,) = data["alignment"]  # type: ignore[misc]
    assert level["targetUrl"] == european.eqf_uri(3)


def test_the_rest_is_said_in_the_criteria() -> None:
    said = badge.achievement(version(WHOLE)).criteria.narrative or ""
    for line in (
        "## Learning outcomes",
        "- **Compressions**: Not yet (0); Reached (2). On a manikin.",
        "- Workload: 12 hours",
        "- CPD points: 2",
        "- National level: NFQ 4",
        "[Practical assessment](http://data.europa.eu/snb/assessment/6a4db9f11d)",
        "- Form of participation: [On site](http://data.europa.eu/snb/learning-assessment/9191af2ed9)",
        "- Awarding body: Harbour Academy (IE)",
        "- Quality assured by: QQI",
        "- Counts towards: Workplace Safety",
        "- Valid for: 36 months",
        "- Renewable: in the last 60 days",
        "- CPR: 12 months",
    ):
        assert line in said, line


@pytest.mark.parametrize(
    ("criteria", "grade", "answers"),
    [
        (1, "Reached", "achievedLevel"),
        (1, "87 %", "value"),
        (2, "Reached", "value"),
    ],
)
def test_a_grade_answers_the_rubric_or_the_whole(
    criteria: int, grade: str, answers: str
) -> None:
    named = [{**RUBRIC[0], "name": f"Criterion {n}"} for n in range(criteria)]
    raw = {**WHOLE, "rubric": named}
    assert grades.reason(badge.achievement(version(raw)), grade) == ""
    document = credential(raw, grade)
    assert list(before_issue(document, at=NOW)) == []
    (result,) = document["credentialSubject"]["result"]  # type: ignore[index, call-overload, misc]
    assert answers in result


@given(CONTENTS)
def test_any_definition_may_be_issued(raw: dict[str, Any]) -> None:
    ready = {**raw, "description": "What it is.", "criteria_markdown": "Show it."}
    assert list(before_issue(credential(ready), at=NOW)) == []
