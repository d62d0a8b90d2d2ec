"""An achievement file gives an achievement, or every reason why not with its path."""

from datetime import date

import pytest
from badge_samples import COMPLETE_ACHIEVEMENT, SIMPLE_ACHIEVEMENT
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core import jsonio
from skillmark.core.issue.achievement_file import MAX_BYTES, Definition, Form, parse
from skillmark.core.issue.errors import AchievementFileError

FULL = """
id = "https://harbour.example/a/identify-hazards"
name = "Identify hazards"
description = "Finds and reports the hazards of a workplace."
criteria = "Walk through a site."
achievement_type = "MicroCredential"
creditsAvailable = 1.5
field_of_study = "Occupational safety"
human_code = "WSF-1"
image = "https://harbour.example/a.png"
in_language = "en"
tag = ["safety", "hazards"]
version = "1"
specialization = "Ports"
creator = "https://harbour.example/"
slug = "Identify-Hazards"
validity_months = 12
course_start = 2026-01-12

[[alignment]]
target_name = "identify hazards"
target_url = "http://data.europa.eu/esco/skill/1"
target_type = "CFItem"

[[related]]
id = "https://harbour.example/a/identify-hazards-de"
in_language = "de"

[[other_identifier]]
identifier = "WSF-1"

[[result_description]]
name = "Grade"
result_type = "LetterGrade"
allowed_value = ["C", "B", "A"]

[[result_description]]
name = "Site walk"
result_type = "RubricCriterionLevel"

[[result_description.rubric_criterion_level]]
name = "Started"

[[result_description.rubric_criterion_level]]
id = "https://harbour.example/mastered"
name = "Mastered"
points = "2"
"""
MINIMAL = """
id = "https://e.org/a/x"
name = "X"
description = "Y"
criteria = "Z"
"""


def toml(text: str) -> Definition:
    return parse(text.encode(), Form.TOML)


def problems_of(text: str | bytes, form: Form = Form.TOML) -> list[tuple[str, str]]:
    with pytest.raises(AchievementFileError) as caught:
        parse(text.encode() if isinstance(text, str) else text, form)
    error = caught.value
    assert error.code == "issue.achievement_file"
    assert error.facts["problems"] == len(error.problems)
    assert error.to_json()["problems"] == [problem.to_json() for problem in error.problems]
    return [(problem.code, problem.path) for problem in error.problems]


def test_a_full_file_is_read() -> None:
    found = toml(FULL)
    assert (found.slug, found.validity_months) == ("identify-hazards", 12)
    assert found.course_start == date(2026, 1, 12)
    achievement = found.achievement
    assert achievement.criteria.narrative == "Walk through a site."
    assert achievement.alignment[0].target_type == "CFItem"
    assert achievement.image is not None
    assert achievement.creator is not None
    grade, walk = achievement.result_description
    assert grade.id == "https://harbour.example/a/identify-hazards#result-1"
    assert [level.id for level in walk.rubric_criterion_level] == [
        "https://harbour.example/a/identify-hazards#result-2-level-1",
        "https://harbour.example/mastered",
    ]


def test_a_small_file_is_read() -> None:
    found = toml(MINIMAL)
    assert found == Definition(achievement=found.achievement, slug="x")
    assert found.achievement.alignment == ()


@pytest.mark.parametrize(
    ("name", "slug"),
    [("urn:uuid:42", "42"), ("https://e.org", "https://e.org"), ("https://e.org/A/B/", "b")],
)
def test_the_slug_is_the_last_part_of_the_id(name: str, slug: str) -> None:
    assert toml(MINIMAL.replace("https://e.org/a/x", name)).slug == slug


def test_the_achievement_of_a_credential_is_such_a_file() -> None:
    context = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
    simple = parse(
        jsonio.dumps({"@context": context, **SIMPLE_ACHIEVEMENT.to_json()}), Form.JSON
    )
    assert simple.achievement.to_json() == SIMPLE_ACHIEVEMENT.to_json()
    whole = COMPLETE_ACHIEVEMENT.to_json()
    creator = whole.pop("creator")
    found = parse(jsonio.dumps(whole), Form.JSON).achievement
    assert found.to_json() == whole
    assert isinstance(creator, dict)
    for name in ("phone", "address", "official", "parentOrg"):
        del creator[name]
    found = parse(jsonio.dumps({**whole, "creator": creator}), Form.JSON).achievement
    assert found.creator is not None
    assert found.creator.to_json() == creator


@pytest.mark.parametrize(
    ("filename", "form"),
    [("a.toml", Form.TOML), ("a.JSON", Form.JSON), ("a.jsonld", Form.JSON), ("a", Form.TOML)],
)
def test_the_name_says_the_form(filename: str, form: Form) -> None:
    assert Form.of(filename) is form


UNREADABLE = [
    ("no TOML", b"id = ", Form.TOML, "achievement.syntax"),
    ("deep TOML", b"a = " + b"[" * 9000, Form.TOML, "achievement.syntax"),
    ("not UTF-8", b'name = "\xe9"', Form.TOML, "achievement.encoding"),
    ("no JSON", b"{", Form.JSON, "achievement.syntax"),
    ("JSON list", b"[]", Form.JSON, "achievement.syntax"),
    ("twice in JSON", b'{"id":1,"id":2}', Form.JSON, "achievement.syntax"),
    ("too large", b"#" * (MAX_BYTES + 1), Form.TOML, "achievement.too_large"),
]


@pytest.mark.parametrize(
    ("data", "form", "code"),
    [row[1:] for row in UNREADABLE],
    ids=[row[0] for row in UNREADABLE],
)
def test_an_unreadable_file_says_why(data: bytes, form: Form, code: str) -> None:
    assert problems_of(data, form) == [(code, "")]


def test_an_empty_file_lacks_four_things() -> None:
    assert problems_of("") == [
        ("achievement.missing", "/id"),
        ("achievement.missing", "/name"),
        ("achievement.missing", "/description"),
        ("achievement.missing", "/criteria"),
    ]


DEFECTS = [
    ("number for text", "version = 1", "achievement.type", "/version"),
    ("empty text", 'version = " "', "achievement.empty", "/version"),
    ("text for number", 'credits_available = "3"', "achievement.type", "/credits_available"),
    ("truth for number", "credits_available = true", "achievement.type", "/credits_available"),
    ("not a number", "credits_available = nan", "achievement.type", "/credits_available"),
    ("part of a month", "validity_months = 1.5", "achievement.type", "/validity_months"),
    ("no month", "validity_months = 0", "achievement.type", "/validity_months"),
    ("no date", 'course_start = "soon"', "achievement.type", "/course_start"),
    ("no such date", 'course_start = "2026-02-31"', "achievement.type", "/course_start"),
    (
        "date and time",
        "course_start = 2026-01-01T00:00:00",
        "achievement.type",
        "/course_start",
    ),
    ("numbers as tags", 'tag = ["a", 1]', "achievement.type", "/tag"),
    ("number as tag", "tag = 1", "achievement.type", "/tag"),
    ("texts for tables", 'alignment = ["ESCO"]', "achievement.type", "/alignment"),
    ("text for tables", 'alignment = "ESCO"', "achievement.type", "/alignment"),
    ("number for table", "image = 5", "achievement.type", "/image"),
    ("number for criteria", "creator = 5", "achievement.type", "/creator"),
    (
        "misspelt key",
        'achievment_type = "Badge"',
        "achievement.unknown_key",
        "/achievment_type",
    ),
    ("key like nothing", "zzz = 1", "achievement.unknown_key", "/zzz"),
    ("two spellings", 'human_code = "a"\nhumanCode = "b"', "achievement.twice", "/humanCode"),
    (
        "half an alignment",
        '[[alignment]]\ntarget_name = "x"',
        "achievement.missing",
        "/alignment/0/targetUrl",
    ),
    (
        "stranger in a table",
        '[image]\nid = "https://e.org/a.png"\nwidth = 5',
        "achievement.unknown_key",
        "/image/width",
    ),
    (
        "one alignment",
        '[alignment]\ntarget_name = "x"\ntarget_url = "y"',
        "ob.alignment_url",
        "/alignment/0/targetUrl",
    ),
    ("no such type", 'achievement_type = "Medal"', "schema.form", "/achievementType"),
    ("less than nothing", "credits_available = -1", "ob.credits_negative", "/creditsAvailable"),
    ("JPEG", 'image = "https://e.org/a.jpg"', "ob.image_kind", "/image/id"),
]


@pytest.mark.parametrize(
    ("line", "code", "path"), [row[1:] for row in DEFECTS], ids=[row[0] for row in DEFECTS]
)
def test_a_defect_is_named_by_its_place(line: str, code: str, path: str) -> None:
    found = problems_of(f"{MINIMAL}\n{line}\n")
    assert (code, path) in found


def test_criteria_must_be_a_text_or_a_table() -> None:
    assert problems_of(MINIMAL.replace('"Z"', "5")) == [("achievement.type", "/criteria")]
    found = toml(MINIMAL.replace('criteria = "Z"', '[criteria]\nid = "https://e.org/how"'))
    assert found.achievement.criteria.id == "https://e.org/how"


def test_the_message_names_place_and_remedy() -> None:
    with pytest.raises(AchievementFileError) as caught:
        toml(f'{MINIMAL}\nachievment_type = "Badge"\n[[alignment]]\n')
    assert caught.value.message == (
        "alignment → 0 → targetName: “targetName” is missing. (2 more)"
    )
    assert "Perhaps “achievementType” is meant." in caught.value.problems[2].message


@given(st.binary(max_size=200), st.sampled_from(list(Form)))
def test_no_bytes_raise_anything_else(data: bytes, form: Form) -> None:
    with pytest.raises(AchievementFileError):
        parse(data, form)
