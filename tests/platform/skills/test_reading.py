"""Reading files of skills: each layout, and each defect named by its line."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skills_samples import ESCO, OFFICIAL, TABLE, official

from skillmark.core.errors import SkillmarkError
from skillmark.platform.skills.errors import (
    FileEmptyError,
    FileTooLargeError,
    FileUnreadableError,
)
from skillmark.platform.skills.reading import layouts
from skillmark.platform.skills.reading.entry import MAX_FILE_BYTES, Package, Source

TODAY: Final = date(2026, 5, 1)
CASE: Final = Path(__file__).parents[2] / "vectors/skills-case"
JOINED: Final = "uri,preferredLabel,reuseLevel,altLabels,searchText\n"


def read(data: bytes | str, name: str = "skills.csv") -> Package:
    """Read one file."""
    raw = data if isinstance(data, bytes) else data.encode()
    return layouts.read([Source(name, raw)], TODAY)


def test_the_download_of_esco() -> None:
    rows = ((ESCO + "1", "extinguish fires", "put out fires\nextinguish fires\nPUT OUT FIRES"),)
    package = read(official(*rows), "skills_de.csv")
    (entry,) = package.entries
    assert (package.layout, package.facts.key, package.facts.language) == ("esco", "esco", "de")
    assert entry.alternatives == ("put out fires",)
    assert (entry.kind, entry.description) == ("skill", "About extinguish fires.")


def test_what_esco_gave_up_counts_as_withdrawn() -> None:
    (entry,) = read(official((ESCO + "1", "stoke boilers", ""), status="obsolete")).entries
    assert entry.withdrawn


def test_other_names_of_another_skill_are_left_out() -> None:
    """They stand one row off in a copy that goes round."""
    wrong = (
        f"{ESCO}1,debt collection,,put out fires|fires putting out,debt collection Collects.\n"
    )
    right = f"{ESCO}2,put out fires,,fires putting out,put out fires fires putting out Ends.\n"
    package = read(JOINED + wrong + right)
    assert [one.alternatives for one in package.entries] == [(), ("fires putting out",)]
    assert [(one.line, one.code) for one in package.problems] == [(2, "alternatives_elsewhere")]


ONET: Final = {
    "Content Model Reference.txt": "Element ID\tElement Name\tDescription\n"
    "2.A\tBasic Skills\tA heading\n2.A.1.a\tReading Comprehension\tUnderstanding texts.\n"
    "1.B.1.a\tRealistic\tAn interest, no skill.\n",
    "DWA Reference.txt": "Element ID\tIWA ID\tDWA ID\tDWA Title\n"
    "4.A.1.a.1\t4.A.1.a.1.I01\t4.A.1.a.1.I01.D01\tReview art or design materials.\n",
    "IWA Reference.txt": "Element ID\tIWA ID\tIWA Title\n"
    "4.A.1.a.1\t4.A.1.a.1.I01\tStudy details of artistic productions.\n",
    "Technology Skills.txt": "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\n"
    '11-1011.00\tC++\t43232402\tDevelopment "environment"\n'
    "11-1021.00\tC++\t43232402\tDevelopment environment\n",
    "Read Me.txt": "O*NET 29.2 Database\n",
}


def test_a_release_of_onet() -> None:
    package = layouts.read([Source(name, text.encode()) for name, text in ONET.items()], TODAY)
    page = "https://www.onetonline.org/find/descriptor/result/"
    assert [(one.code, one.uri, one.kind) for one in package.entries] == [
        ("2.A.1.a", f"{page}2.A.1.a", "skill"),
        ("4.A.1.a.1.I01.D01", f"{page}4.A.1.a.1#4.A.1.a.1.I01.D01", "activity"),
        ("4.A.1.a.1.I01", f"{page}4.A.1.a.1#4.A.1.a.1.I01", "activity"),
        ("43232402", "https://www.onetonline.org/search/tech/example?e=C%2B%2B", "technology"),
    ]
    assert [(one.file, one.code) for one in package.problems] == [
        ("Read Me.txt", "file_passed_over")
    ]
    assert package.entries[1].label == "Review art or design materials"


@pytest.mark.parametrize(
    ("name", "items"), [("SmartLevelFramework", 14), ("framework-opensalt", 16)]
)
def test_samples_of_case_1_0(name: str, items: int) -> None:
    package = read((CASE / f"sample-{name}.json").read_bytes(), "package.json")
    assert (package.layout, len(package.entries), package.problems) == ("case", items, [])
    assert package.facts.name
    assert package.facts.uri


def case(*items: Any, **document: Any) -> bytes:
    """Return a CFPackage of CASE 1.1."""
    head = {"identifier": "d", "uri": "https://case.example/d", "title": "Docks"} | document
    return json.dumps({"CFDocument": head, "CFItems": list(items)}).encode()


def test_a_package_of_case_1_1() -> None:
    item = {
        "identifier": "i",
        "uri": "https://case.example/i",
        "fullStatement": "Tie a bowline that does not slip",
        "abbreviatedStatement": "Tie a bowline",
        "humanCodingScheme": "K.1",
        "conceptKeywords": ["knots"],
        "notes": "One hand.",
        "statusEndDate": "2026-04-30",
    }
    licence = {"title": "CC BY 4.0", "uri": "https://creativecommons.org/licenses/by/4.0/"}
    package = read(case(item, licenseURI=licence, publisher="Harbour", version="2"), "c.json")
    (entry,) = package.entries
    assert (entry.label, entry.code, entry.alternatives) == ("Tie a bowline", "K.1", ("knots",))
    assert entry.description == "Tie a bowline that does not slip\n\nOne hand."
    assert entry.withdrawn
    facts = package.facts
    assert (facts.licence, facts.publisher, facts.version) == ("CC BY 4.0", "Harbour", "2")


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("text", "item_shape"),
        ({"fullStatement": "Nowhere"}, "uri_missing"),
        ({"uri": "ftp://x.example", "fullStatement": "Odd"}, "uri_invalid"),
        ({"uri": "https://x.example/1"}, "label_missing"),
    ],
)
def test_an_item_of_case_that_cannot_be_taken(item: Any, code: str) -> None:
    good = {"uri": "https://case.example/i", "fullStatement": "Good"}
    package = read(case(good, item), "c.json")
    assert [(one.line, one.code) for one in package.problems] == [(2, code)]


def test_a_table_of_ones_own() -> None:
    rows = "Tie a bowline,K1,Does not slip,make a loop;tie knots\nSplice a rope,,,\n"
    package = read(TABLE + rows)
    first, second = package.entries
    assert (first.label, first.code, first.uri) == ("Tie a bowline", "K1", "")
    assert first.alternatives == ("make a loop", "tie knots")
    assert second.description == ""


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",K9,no name,", "label_missing"),
        ("Tie a bowline,K9", "row_shape"),
        ("Other,K1,the code again,", "double"),
        ("x" * 500 + ",K9,,", "label_too_long"),
    ],
)
def test_a_row_that_cannot_be_taken(row: str, code: str) -> None:
    package = read(f"{TABLE}Tie a bowline,K1,,\n{row}\nLast,K2,,\n")
    assert [(one.line, one.code) for one in package.problems] == [(3, code)]
    assert [one.label for one in package.entries] == ["Tie a bowline", "Last"]


def test_lines_are_counted_through_cells_of_several_lines() -> None:
    package = read(f'{TABLE}"Tie\na bowline",K1,"one\ntwo",\n,K2,,\n')
    assert [one.line for one in package.problems] == [5]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_character_sets_and_delimiters(codec: str, delimiter: str) -> None:
    text = f"name{delimiter}code\nPrüfen{delimiter}K1\n"
    assert read(text.encode(codec)).entries[0].label == "Prüfen"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xff\xfa\x00binary", "x.csv"),
        (b"\x89PNG\r\n\x1a\n\0\0", "x.csv"),
        (b"colour,size\nred,3\n", "x.csv"),
        (b"", "x.csv"),
        (b'{"CFItems": []}', "x.json"),
        (b'{"CFDocument": {}, "CFItems": [], "CFItems": []}', "x.json"),
        (b'{"a": NaN}', "x.json"),
        (b"[" * 5000, "x.json"),
        (b'name,code\n"never closed,', "x.csv"),
    ],
    ids=[
        "binary",
        "picture",
        "columns",
        "nothing",
        "no document",
        "twice",
        "nan",
        "deep",
        "open",
    ],
)
def test_what_is_no_framework_is_refused(data: bytes, name: str) -> None:
    with pytest.raises((FileUnreadableError, FileEmptyError)):
        read(data, name)


def test_a_file_of_only_bad_rows_is_refused_with_the_first_reason() -> None:
    with pytest.raises(FileEmptyError, match="no name"):
        read(TABLE + ",K1,,\n")


def test_too_large_a_file_is_refused() -> None:
    with pytest.raises(FileTooLargeError):
        read(TABLE.encode() + b"x" * MAX_FILE_BYTES)


@given(st.binary(max_size=300), st.sampled_from([b"", OFFICIAL.encode(), TABLE.encode(), b"{"]))
def test_whatever_is_sent_is_read_or_refused(data: bytes, head: bytes) -> None:
    try:
        package = layouts.read([Source("x.csv", head + data)], TODAY)
    except SkillmarkError:
        return
    assert package.entries
