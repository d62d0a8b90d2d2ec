"""What changed, in plain labels; nothing when nothing did."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.catalog import diff
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.orgs.models import Organisation

HARBOUR = Organisation(slug="harbour", name="Harbour")
TEXTS = st.text(alphabet="ab \n.é", max_size=60)
ITEMS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=6)


def version(content: Content) -> AchievementVersion:
    return AchievementVersion(organisation=HARBOUR, **content.to_row())


def test_each_kind_of_field_is_told_in_its_way(fire: Content) -> None:
    older = version(fire)
    newer = version(
        replace(
            fire,
            description="Prevents and fights fires at work.",
            outcomes=("Choose the right extinguisher", "Raise the alarm"),
            workload_hours=None,
            eqf_level=3,
        )
    )
    found = {one.field: one for one in diff.compare(older, newer)}
    assert list(found) == ["description", "outcomes", "workload_hours", "eqf_level"]
    removed = [p.text for p in found["description"].pieces if p.change == diff.REMOVED]
    assert [text.strip() for text in removed] == ["small"]
    assert found["outcomes"].pieces[-1] == diff.Piece(diff.ADDED, "Raise the alarm")
    assert found["workload_hours"].label == "Workload in hours"
    assert found["workload_hours"].pieces == (diff.Piece(diff.REMOVED, "3"),)
    assert found["eqf_level"].pieces == (diff.Piece(diff.ADDED, "3"),)


def test_codes_and_skills_are_told_as_people_read_them(fire: Content) -> None:
    newer = replace(fire, participation="online", achievement_type="ext:ToolboxTalk")
    told = {one.field: one.pieces for one in diff.compare(version(fire), version(newer))}
    assert told["participation"] == (diff.Piece(diff.ADDED, "Online"),)
    assert told["achievement_type"][1].text == "ToolboxTalk"
    moved = replace(fire.alignments[0], target_url="https://skills.example/other")
    elsewhere = replace(fire, alignments=(moved,))
    (only,) = diff.compare(version(fire), version(elsewhere))
    assert "https://skills.example/other" in only.pieces[-1].text


@given(TEXTS, TEXTS)
def test_the_runs_of_words_spell_both_texts(before: str, after: str) -> None:
    pieces = diff.words(before, after)
    assert "".join(p.text for p in pieces if p.change != diff.ADDED) == before
    assert "".join(p.text for p in pieces if p.change != diff.REMOVED) == after


@given(ITEMS, ITEMS)
def test_the_items_are_those_of_both_lists(before: list[str], after: list[str]) -> None:
    pieces = diff.items(before, after)
    assert [p.text for p in pieces if p.change != diff.ADDED] == before
    assert [p.text for p in pieces if p.change != diff.REMOVED] == after


def test_long_texts_are_compared_in_time() -> None:
    pieces = diff.words("a " * 10_000, "b " * 10_000)
    assert [piece.change for piece in pieces] == [diff.REMOVED, diff.ADDED]
