"""Importing: twice is once, what vanishes is withdrawn and stays, other languages are added."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from skills_samples import ESCO, FIRES, GEAR, SAFETY, WEIGHTS, official

from skillmark.platform.skills import file_imports, importing, search, selectors
from skillmark.platform.skills.errors import FrameworkNeededError
from skillmark.platform.skills.models import Framework, Skill
from skillmark.platform.skills.reading.entry import Entry, Facts, Package, Source

if TYPE_CHECKING:
    from conftest import MakeFramework
    from skillmark.platform.orgs.models import Organisation

TODAY: Final = date(2026, 5, 1)


def package(*entries: Entry, language: str = "en") -> Package:
    return Package("esco", Facts(key="esco", language=language), list(entries))


def labels(framework: Framework, *, withdrawn: bool = False) -> list[str]:
    return [one.label for one in selectors.skills_of(framework, withdrawn=withdrawn)]


def test_the_same_file_again_changes_nothing(make_framework: "MakeFramework") -> None:
    framework = make_framework()
    before = (framework.revision, set(framework.skills.values_list("pk", flat=True)))
    counts = importing.run(framework, package(*SAFETY))
    assert (counts.new, counts.changed, counts.same) == (0, 0, 3)
    assert before == (framework.revision, set(framework.skills.values_list("pk", flat=True)))


def test_what_changed_is_written_and_keeps_its_id(make_framework: "MakeFramework") -> None:
    framework = make_framework()
    old = framework.skills.get(uri=FIRES.uri)
    renamed = replace(FIRES, label="put out small fires")
    counts = importing.run(framework, package(renamed, GEAR, WEIGHTS))
    assert (counts.changed, counts.same) == (1, 2)
    assert framework.skills.get(uri=FIRES.uri).pk == old.pk
    assert search.search("put out small fires").hits[0].skill.pk == old.pk


def test_what_vanished_is_withdrawn_and_comes_back(make_framework: "MakeFramework") -> None:
    framework = make_framework()
    counts = importing.run(framework, package(GEAR, WEIGHTS))
    assert counts.withdrawn == 1
    assert labels(framework, withdrawn=True) == ["extinguish fires"]
    assert not selectors.known(FIRES.uri)
    assert FIRES.uri in selectors.by_uri([FIRES.uri])  # credentials may still name it
    assert all(hit.skill.uri != FIRES.uri for hit in search.search("extinguish fires").hits)
    importing.run(framework, package(*SAFETY))
    assert selectors.known(FIRES.uri)


def test_a_row_that_could_not_be_read_is_not_taken_for_vanished(
    make_framework: "MakeFramework",
) -> None:
    framework = make_framework()
    read = package(GEAR, WEIGHTS)
    read.mentioned.add(FIRES.uri)
    assert importing.run(framework, read).withdrawn == 0


def test_what_the_publisher_gave_up_stays_given_up(make_framework: "MakeFramework") -> None:
    framework = make_framework()
    gone = replace(FIRES, withdrawn=True)
    importing.run(framework, package(gone, GEAR, WEIGHTS))
    counts = importing.run(framework, package(gone, GEAR, WEIGHTS))
    assert (counts.changed, counts.same) == (0, 3)
    assert framework.skill_count == 2


def test_another_language_is_added_to_what_is_there(make_framework: "MakeFramework") -> None:
    framework = make_framework()
    rows = ((FIRES.uri, "Brände löschen", "Feuer löschen"), (ESCO + "new", "Neues", ""))
    outcome = file_imports.bring_in(
        [Source("skills_de.csv", official(*rows))], at=TODAY, facts={}
    )
    assert (outcome.counts.changed, outcome.counts.problems) == (1, 1)
    skill = framework.skills.get(uri=FIRES.uri)
    assert (skill.label, skill.translations["de"]["label"]) == (
        "extinguish fires",
        "Brände löschen",
    )
    framework.refresh_from_db()
    assert framework.language == "en"
    assert search.search("Brände löschen").hits[0].skill == skill


@pytest.mark.django_db
def test_a_dry_run_writes_nothing() -> None:
    source = Source("skills_en.csv", official((FIRES.uri, "extinguish fires", "")))
    outcome = file_imports.bring_in([source], at=TODAY, facts={}, dry_run=True)
    assert (outcome.key, outcome.counts.new) == ("esco", 1)
    assert not Framework.objects.exists()


@pytest.mark.django_db
def test_a_table_needs_the_name_of_its_framework() -> None:
    source = Source("own.csv", b"name,code\nTie a bowline,K1\n")
    with pytest.raises(FrameworkNeededError):
        file_imports.bring_in([source], at=TODAY, facts={})
    outcome = file_imports.bring_in([source], at=TODAY, facts={"key": "docks"})
    assert outcome.counts.new == 1


def test_own_rows_are_known_again_by_code_then_by_name(in_scope: "Organisation") -> None:
    def bring(text: str) -> importing.Counts:
        source = Source("own.csv", f"name,code\n{text}".encode())
        return file_imports.bring_in(
            [source], at=TODAY, facts={"key": "docks"}, organisation=in_scope
        ).counts

    bring("Tie a bowline,K1\nSplice a rope,\n")
    counts = bring("Tie a bowline knot,K1\nsplice a rope,\n")
    assert (counts.new, counts.changed, counts.withdrawn) == (0, 2, 0)
    assert Skill.objects.count() == 2


def test_counting_queries_an_import_is_a_few_statements(
    make_framework: "MakeFramework", django_assert_max_num_queries: object
) -> None:
    framework = make_framework()
    many = [Entry(f"{ESCO}{number}", f"skill {number}") for number in range(500)]
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        importing.run(framework, package(*many))
