"""Definitions of the catalogue in the words of the quality profiles, and what they aim at."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.lint import quality as profiles
from skillmark.core.lint.quality import FACTS, Criterion, Definition, Kind, Skill, codes
from skillmark.core.lint.quality.trusted import SENTENCES as CLASS_SENTENCES
from skillmark.platform.catalog import european, pictures, services
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.forms import ROW_FIELDS, AchievementForm
from skillmark.platform.catalog.quality import definitions as quality
from skillmark.platform.catalog.quality import report as quality_report
from skillmark.platform.catalog.quality import words as quality_words
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.orgs.models import Organisation

WHOLE: dict[str, Any] = {
    "name": "Cleanse Data",
    "description": "Finds and mends errors in data.",
    "criteria_markdown": "Hand in the project.",
    "outcomes": ["Detect corrupt records."],
    "rubric": [{"name": "Care", "levels": [{"name": "not yet"}, {"name": "good"}]}],
    "alignments": [{"target_name": "SQL", "target_url": "https://e.org/sql"}],
    "workload_hours": "137",
    "credits": "5",
    "credit_unit": "ECTS",
    "eqf_level": "7",
    "assessment_types": ["project"],
    "assessment_description": "Marked by two.",
    "participation": "online",
    "supervision": "supervised_online_id",
    "quality_assurance": "internal",
    "grading": "Passed or not.",
    "prerequisites": "None.",
    "stackability": "stackable",
    "stacks_into": "MSc",
    "language": "en",
}


def form_of(sent: str | None = None, **initial: Any) -> AchievementForm:
    data = None if sent is None else QueryDict(sent)
    form = AchievementForm(data, designs=pictures.designs(), brand_colour="#1f6f5c")
    form.initial |= initial
    return form


def test_a_stored_version(in_harbour: Organisation) -> None:
    in_harbour.country, in_harbour.description = "IE", "Trains people."
    in_harbour.save()
    version = services.create(in_harbour, Content.parse(WHOLE), actor=None)
    version.achievement.review_by = date(2027, 1, 1)
    found = quality.of_version(version)
    assert found == Definition(
        title="Cleanse Data",
        description="Finds and mends errors in data.",
        kind="MicroCredential",
        language="en",
        criteria="Hand in the project.",
        outcomes=("Detect corrupt records.",),
        rubric=(Criterion(name="Care", levels=("not yet", "good")),),
        skills=(Skill(name="SQL", url="https://e.org/sql"),),
        workload_hours=Decimal(137),
        credits=Decimal(5),
        credit_unit="ECTS",
        eqf_level=7,
        assessment_types=("project",),
        assessment_description="Marked by two.",
        participation="online",
        supervision="supervised_online_id",
        quality_assurance="internal",
        grading="Passed or not.",
        prerequisites="None.",
        stackability="stackable",
        stacks_into="MSc",
        validity="none",
        awarding_body="Harbour Skills Training",
        awarding_country="IE",
        awarding_profile="Trains people.",
        review_by=date(2027, 1, 1),
        as_of=found.as_of,
    )
    for profile in (profiles.PROFILES["eu"], profiles.PROFILES["trusted"]):
        assert profiles.check(found, profile).verdict is profiles.Verdict.MEETS


def test_another_body_awards_it(in_harbour: Organisation) -> None:
    in_harbour.country = "IE"
    content = replace(Content.parse(WHOLE), awarding_body="Kestrel", awarding_country="FR")
    found = quality.of_version(services.create(in_harbour, content, actor=None))
    assert (found.awarding_body, found.awarding_country) == ("Kestrel", "FR")
    assert found.unknown == {"awarding_profile"}


def test_a_form_that_is_sent(harbour: Organisation) -> None:
    sent = (
        "name=Cleanse&workload_hours=3,5&outcomes=Detect&outcomes=Mend&eqf_level=4"
        "&assessment_types=project&review_by=2027-01-01&achievement_type=MicroCredential"
    )
    found = quality.of_form(form_of(sent), harbour)
    assert (found.title, found.workload_hours, found.eqf_level) == (
        "Cleanse",
        Decimal("3.5"),
        4,
    )
    assert found.outcomes == ("Detect", "Mend")
    assert found.assessment_types == ("project",)
    assert found.review_by == date(2027, 1, 1)


@pytest.mark.parametrize(
    "sent",
    [
        "name=&workload_hours=3&grading=None.",
        "name=A&workload_hours=3&grading=None.&credits=many&eqf_level=17&language=xx",
        "name=A&workload_hours=3&grading=None.&inner_name=CPR",
        "name=A&workload_hours=3&grading=None.&validity=months",
        "name=A&workload_hours=3&grading=None.&validity=nonsense&validity_until=soon",
        "name=A&workload_hours=3&grading=None.&quality_assurance_url=x&awarding_country=Irish",
        "name=A&workload_hours=3&grading=None.&review_by=soon",
        "workload_hours=3&grading=None.&name=" + "x" * 500,
    ],
)
def test_one_mistake_hides_nothing_else(harbour: Organisation, sent: str) -> None:
    found = quality.of_form(form_of(sent), harbour)
    assert (found.workload_hours, found.grading) == (Decimal(3), "None.")
    assert found.title in {"", "A"}


def test_a_new_form_and_one_of_an_own_kind(harbour: Organisation) -> None:
    empty = quality.of_form(form_of(), harbour)
    assert (empty.title, empty.kind) == ("", "MicroCredential")
    own = form_of(achievement_type="ext:", own_type="Toolbox talk", name="Talk")
    assert quality.of_form(own, harbour).kind == "ext:Toolbox-talk"


FIELDS = sorted(
    {*AchievementForm.base_fields, "outcomes", "skill_target_name", "skill_target_url"}
)


@given(
    st.dictionaries(
        st.sampled_from(FIELDS),
        st.one_of(
            st.text(max_size=12), st.sampled_from(["months", "fixed", "3", "ext:", "CPR"])
        ),
        max_size=8,
    )
)
def test_whatever_is_sent_is_judged(sent: dict[str, str]) -> None:
    data = QueryDict(mutable=True)
    data.update(sent)
    form = AchievementForm(data, designs=pictures.designs(), brand_colour="#1f6f5c")
    harbour = Organisation(slug="harbour", name="Harbour")
    definition = quality.of_form(form, harbour)
    shown = quality_report.show(
        quality.judge(definition, tuple(profiles.PROFILES.values())), harbour
    )
    assert len(shown.scores) == len(profiles.PROFILES)


@pytest.mark.parametrize(
    ("country", "keys"),
    [
        ("IE", ["eu", "trusted"]),
        ("", ["eu", "trusted"]),
        ("au", ["trusted", "nmf"]),
        ("NZ", ["trusted", "nzqa"]),
    ],
)
def test_the_usual_aims_follow_the_country(
    in_harbour: Organisation, country: str, keys: list[str]
) -> None:
    in_harbour.country = country
    assert [profile.key for profile in quality.aims(in_harbour)] == keys


def test_aims_are_chosen_and_recorded(in_harbour: Organisation) -> None:
    chosen = quality.choose_aims(in_harbour, ["nmf", "eu", "other"], actor=None)
    assert [profile.key for profile in chosen] == ["eu", "nmf"]
    assert quality.aims(in_harbour) == chosen
    quality.choose_aims(in_harbour, ["eu", "nmf"], actor=None)
    assert quality.choose_aims(in_harbour, [], actor=None) == ()
    assert quality.aims(in_harbour) == ()
    acts = AuditEntry.objects.with_scopes_disabled().filter(action="quality.aims_changed")
    assert [entry.after for entry in acts.order_by("sequence")] == [
        {"profiles": ["eu", "nmf"]},
        {"profiles": []},
    ]


def test_the_codes_of_the_form_are_those_of_the_profiles() -> None:
    words = {
        "assessment_types": european.AssessmentType,
        "participation": european.Participation,
        "supervision": european.Supervision,
        "quality_assurance": european.QualityAssurance,
        "stackability": european.Stackability,
    }
    assert {name: set(of.values) for name, of in words.items()} == {
        name: set(known) for name, known in codes.ANSWERS.items()
    }


def test_every_sentence_can_be_translated() -> None:
    said = set(CLASS_SENTENCES.values())
    for profile in profiles.PROFILES.values():
        said |= {profile.name, profile.about, profile.note, *profile.at_issue, *profile.by_hand}
        for rule in profile.rules:
            said |= {rule.title, rule.advice}
    assert said - {""} == quality_words.SENTENCES


def test_every_rule_leads_to_a_field_of_the_form(harbour: Organisation) -> None:
    empty = Definition(unknown=frozenset(FACTS))
    for report in quality.judge(empty, tuple(profiles.PROFILES.values())):
        for finding in report.findings:
            line = quality_report.line(finding, harbour, "/form")
            address, _hash, anchor = line.href.partition("#")
            assert line.label
            if address == "/form":
                assert anchor in ROW_FIELDS or anchor.removeprefix("id_") in (
                    AchievementForm.base_fields
                )
            else:
                assert "/settings" in address


def test_what_two_ask_for_stands_once(harbour: Organisation) -> None:
    reports = quality.judge(Definition(), tuple(profiles.PROFILES.values()))
    shown = quality_report.show(reports, harbour)
    places = [(line.href, line.advice) for line in (*shown.required, *shown.advised)]
    assert len(places) == len(set(places))
    outcomes = [line for line in shown.required if line.href == "#outcomes"]
    assert [line.asked_by for line in outcomes] == [["EU", "TrustEd", "CMF", "NMF", "NZQA"]]
    (kind,) = [line for line in shown.required if line.href == "#id_achievement_type"]
    assert kind.asked_by == ["TrustEd"]
    (criteria,) = [line for line in shown.required if line.href == "#id_criteria_markdown"]
    assert criteria.asked_by == ["TrustEd"]  # the European Union only advises it
    assert shown.required[0].href == "#id_name"
    assert "EU: 0 of 8 required." in shown.said


def test_the_digest_changes_with_what_is_shown_alone(harbour: Organisation) -> None:
    def digest(**facts: Any) -> str:
        reports = quality.judge(Definition(**facts), (profiles.PROFILES["trusted"],))
        return quality_report.show(reports, harbour).digest

    assert digest(title="A") == digest(title="B", grading="None.")
    assert digest(title="A") != digest(title="A", assessment_types=("project",))
    assert digest(assessment_types=("project",)) != digest(assessment_types=("portfolio",))


def test_the_class_in_the_readers_words() -> None:
    found = profiles.classify(Definition(assessment_types=("project", "written", "own")))
    shown = quality_report.classified(found)
    assert (shown.title, shown.because) == ("TrustEd class: Application", "Project work")
    for kind in Kind:
        assert str(quality_report.CLASSES[kind])
    with translation.override("de"):
        assert quality_report.classified(found).sentence
