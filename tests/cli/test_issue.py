"""`skillmark issue`: rows become credentials once, and a wrong row says what to do."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from command_line import skillmark
from signed_credentials import tampered

from skillmark.cli import keyfile
from skillmark.cli.issue.journal import FILENAME, Entry, Journal
from skillmark.cli.screen import FileWriteError
from skillmark.core import bake
from skillmark.core.jsonio import load_object
from skillmark.core.verify import Policy, RecipientIs, Verdict, judge

ACHIEVEMENT = """\
id = "https://harbour.example/a/workplace-safety"
slug = "workplace-safety"
name = "Workplace Safety Foundations"
description = "Works safely in a warehouse."
achievement_type = "MicroCredential"
validity_months = 12
course_start = 2026-01-05
criteria.narrative = "Passed four units of three hours."
"""
PEOPLE = """\
name,email,achieved_on,valid_until
Mark Olsen,mark.olsen@learner.example,2026-01-31,
李伟,li.wei@learner.example,,
José Núñez,jose@learner.example,,2099-12-31
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a folder with a key, an achievement, a picture and three people."""
    (tmp_path / "safety.toml").write_text(ACHIEVEMENT, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "badge.svg").write_bytes(SVG)
    skillmark("keys", "new", tmp_path / "key.json")
    return tmp_path


def issue(desk: Path, *more: str | Path, **files: str) -> Any:
    """Run the command on the desk; ``files`` replaces some of them."""
    words: list[str | Path] = [
        "issue",
        desk / files.get("achievement", "safety.toml"),
        desk / files.get("recipients", "people.csv"),
        "--key",
        desk / files.get("key", "key.json"),
        "--out",
        desk / files.get("out", "out"),
        "--issuer-name",
        "Harbour Skills Training",
        "--picture",
        desk / files.get("picture", "badge.svg"),
    ]
    return skillmark(*words, *more)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def one(desk: Path, start: str, suffix: str = ".json") -> bytes:
    (path,) = (desk / "out").glob(f"{start}*{suffix}")
    return path.read_bytes()


def test_every_row_becomes_a_credential_and_a_picture(desk: Path) -> None:
    result = issue(desk, "--issuer-url", "https://harbour.example/")
    assert (result.exit_code, result.stderr.strip()) == (0, "3 issued, 0 kept, 0 refused")
    key = keyfile.read(desk / "key.json")
    for start, email in {
        "mark-olsen-": "mark.olsen@learner.example",
        "credential-": "li.wei@learner.example",
        "jose-nunez-": "jose@learner.example",
    }.items():
        data = one(desk, start)
        policy = Policy.default().requiring(RecipientIs(email))
        report = judge(data, {}, at=datetime.now(UTC), policy=policy)
        assert report.verdict is Verdict.VALID
        assert report.summary.issuer_id == key.did
        assert bake.extract(one(desk, start, ".svg")) == data
    assert load_object(one(desk, "mark-olsen-"))["validUntil"] == "2027-01-31T23:59:59Z"
    assert load_object(one(desk, "jose-nunez-"))["validUntil"] == "2099-12-31T23:59:59Z"


def test_running_again_changes_nothing(desk: Path) -> None:
    issue(desk)
    before = contents(desk / "out")
    result = issue(desk)
    assert (result.exit_code, result.stderr.strip()) == (0, "0 issued, 3 kept, 0 refused")
    assert contents(desk / "out") == before


def test_what_is_missing_is_made_again_with_the_same_bytes(desk: Path) -> None:
    issue(desk)
    before = contents(desk / "out")
    next((desk / "out").glob("mark-olsen-*.json")).unlink()
    next((desk / "out").glob("jose-nunez-*.svg")).unlink()
    result = issue(desk)
    assert result.stderr.strip() == "2 issued, 1 kept, 0 refused"
    assert contents(desk / "out") == before


def test_a_crash_between_journal_and_files_loses_nothing(desk: Path) -> None:
    issue(desk)
    before = contents(desk / "out")
    for path in (desk / "out").iterdir():
        if path.name != FILENAME:
            path.unlink()
    with (desk / "out" / FILENAME).open("ab") as journal:
        journal.write(b'{"key":"half a li')
    issue(desk)
    assert contents(desk / "out") == before


def test_a_power_cut_that_loses_the_journal_loses_no_credential(desk: Path) -> None:
    issue(desk)
    before = contents(desk / "out")
    journal = desk / "out" / FILENAME
    journal.write_bytes(journal.read_bytes().splitlines(keepends=True)[0])
    result = issue(desk)
    assert result.exit_code == 0
    assert contents(desk / "out") == before


@pytest.mark.parametrize("left", [b"{}", b"{", b'{"proof":{"created":"soon"}}'])
def test_a_file_in_the_way_is_left_alone(desk: Path, left: bytes) -> None:
    issue(desk)
    (desk / "out" / FILENAME).unlink()
    path = next((desk / "out").glob("mark-olsen-*.json"))
    path.write_bytes(left)
    answer = json.loads(issue(desk, "--json").stdout)
    assert [row["code"] for row in answer["problems"]] == ["row.file_changed"]
    assert path.read_bytes() == left


def test_ids_come_from_the_key(desk: Path) -> None:
    issue(desk)
    issue(desk, out="again")
    skillmark("keys", "new", desk / "other.json")
    issue(desk, out="others", key="other.json")
    first, again, others = (
        {path.name for path in (desk / name).glob("*.json")}
        for name in ("out", "again", "others")
    )
    assert first == again
    assert not first & others


def test_more_rows_are_added_to_what_is_there(desk: Path) -> None:
    issue(desk)
    (desk / "people.csv").write_text(
        PEOPLE + "Ann Lee,ann@learner.example,,\n", encoding="utf-8"
    )
    assert issue(desk).stderr.strip() == "1 issued, 3 kept, 0 refused"


BAD = """\
name,email,achieved_on,achievement
Mark Olsen,mark.olsen@learner.example,2026-01-31,workplace-safety
No At,not-an-address,,
,noname@learner.example,,
Too Early,early@learner.example,2025-12-31,
Other,other@learner.example,,first-aid
Mark Again,MARK.OLSEN@learner.example,,workplace-safety
=cmd(),formula@learner.example,,
"""
REFUSED = [
    [3, "email", "row.email_invalid"],
    [4, "name", "row.name_missing"],
    [5, "achieved_on", "row.date_before_course"],
    [6, "achievement", "row.achievement_unknown"],
    [7, "email", "row.duplicate"],
    [8, "name", "row.formula"],
]


def test_a_bad_row_stops_no_other_and_is_named(desk: Path) -> None:
    (desk / "people.csv").write_text(BAD, encoding="utf-8")
    result = issue(desk, "--json", "--bad-rows", desk / "bad.csv")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["issued"], answer["refused"]) == (1, 6)
    found = [[row["line"], row["column"], row["code"]] for row in answer["problems"]]
    assert found == REFUSED
    with (desk / "bad.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["line"] for row in csv.DictReader(file)] == ["3", "4", "5", "6", "7", "8"]
    shown = issue(desk)
    assert shown.exit_code == 1
    assert "not-an-address" in shown.stdout
    assert "row.email_invalid" in shown.stdout
    assert "0 issued, 1 kept, 6 refused" in shown.stderr


def test_check_issues_nothing(desk: Path) -> None:
    (desk / "people.csv").write_text(BAD, encoding="utf-8")
    result = issue(desk, "--check", "--json")
    assert (result.exit_code, len(json.loads(result.stdout)["problems"])) == (1, 6)
    assert not (desk / "out").exists()
    (desk / "people.csv").write_text(PEOPLE, encoding="utf-8")
    assert issue(desk, "--check").exit_code == 0


def test_a_person_with_other_data_is_not_issued_again(desk: Path) -> None:
    issue(desk)
    (desk / "people.csv").write_text(
        PEOPLE.replace("Mark Olsen", "Marc Olsen"), encoding="utf-8"
    )
    result = issue(desk, "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert [row["code"] for row in answer["problems"]] == ["row.issued_differently"]
    assert answer["kept"] == 2


def test_a_changed_credential_is_left_alone_and_said(desk: Path) -> None:
    issue(desk)
    path = next((desk / "out").glob("mark-olsen-*.json"))
    path.write_bytes(b"{}")
    answer = json.loads(issue(desk, "--json").stdout)
    assert [row["code"] for row in answer["problems"]] == ["row.file_changed"]
    assert path.read_bytes() == b"{}"


def test_what_cannot_be_made_again_is_said(desk: Path) -> None:
    issue(desk)
    journal = desk / "out" / FILENAME
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    lines[1] = tampered(lines[1], "digest", value="0" * 64)
    journal.write_text("".join(json.dumps(line) + "\n" for line in lines))
    next((desk / "out").glob("mark-olsen-*.json")).unlink()
    answer = json.loads(issue(desk, "--json").stdout)
    assert [row["code"] for row in answer["problems"]] == ["row.not_reproducible"]


def test_lint_refuses_a_row(desk: Path) -> None:
    far = PEOPLE.replace("2099-12-31", "2999-12-31")
    (desk / "people.csv").write_text(far, encoding="utf-8")
    answer = json.loads(issue(desk, "--json").stdout)
    assert (answer["issued"], answer["refused"]) == (2, 1)
    (problem,) = answer["problems"]
    assert (problem["line"], problem["code"]) == (4, "lint.date_odd")


def test_a_drawn_badge(desk: Path) -> None:
    words = ["issue", desk / "safety.toml", desk / "people.csv", "--key", desk / "key.json"]
    result = skillmark(
        *words, "-o", desk / "out", "--issuer-name", "Harbour", "--design", "shield"
    )
    assert result.exit_code == 0
    assert bake.extract(one(desk, "mark-olsen-", ".png")) == one(desk, "mark-olsen-")
    assert skillmark("verify", desk / "out", "--offline").exit_code == 0


def test_the_creator_is_the_issuer_when_no_name_is_given(desk: Path) -> None:
    words = ["issue", desk / "safety.toml", desk / "people.csv", "--key", desk / "key.json"]
    more = ["-o", desk / "out", "--picture", desk / "badge.svg"]
    result = skillmark(*words, *more)
    assert (result.exit_code, "(cli.issuer_unnamed)" in result.stderr) == (2, True)
    creator = '[creator]\nid = "https://harbour.example/"\nname = "Harbour"\nurl = "https://harbour.example/"\n'
    (desk / "safety.toml").write_text(ACHIEVEMENT + creator, encoding="utf-8")
    assert skillmark(*words, *more).exit_code == 0
    issuer = load_object(one(desk, "mark-olsen-"))["issuer"]
    assert isinstance(issuer, dict)
    assert (issuer["name"], issuer["url"]) == ("Harbour", "https://harbour.example/")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"achievement": "missing.toml"}, "cli.file_unreadable"),
        ({"recipients": "missing.csv"}, "cli.file_unreadable"),
        ({"key": "missing.json"}, "cli.file_unreadable"),
        ({"key": "people.csv"}, "cli.key_file_invalid"),
        ({"picture": "people.csv"}, "cli.picture_unusable"),
        ({"achievement": "people.csv"}, "cli.achievement_unusable"),
        ({"out": "people.csv/out"}, "cli.file_unwritable"),
    ],
)
def test_nothing_can_be_done(desk: Path, files: dict[str, str], code: str) -> None:
    result = issue(desk, **files)
    assert (result.exit_code, f"({code})" in result.stderr) == (2, True)
    assert not (desk / "out").exists()


def test_a_file_that_cannot_be_read_as_recipients(desk: Path) -> None:
    (desk / "people.csv").write_text("first,second\na,b\n", encoding="utf-8")
    result = issue(desk)
    assert result.exit_code == 2
    assert "recipients." in result.stdout
    assert result.stderr.strip() == "Nothing was issued."


def test_every_problem_of_the_achievement_is_named(desk: Path) -> None:
    (desk / "safety.toml").write_text('name = ""\ncolour = "red"\n', encoding="utf-8")
    result = issue(desk)
    assert result.exit_code == 2
    for word in ("criteria", "description", "colour"):
        assert word in result.stderr


def test_a_folder_of_another_achievement_is_left_alone(desk: Path) -> None:
    issue(desk)
    (desk / "safety.toml").write_text(ACHIEVEMENT.replace("Works", "Worked"), encoding="utf-8")
    result = issue(desk)
    assert (result.exit_code, "(cli.folder_of_another)" in result.stderr) == (2, True)


@pytest.mark.parametrize("line", ["{}", "[]", "nonsense", '{"key":1}'])
def test_a_damaged_journal_is_said(desk: Path, line: str) -> None:
    issue(desk)
    with (desk / "out" / FILENAME).open("a") as journal:
        journal.write(line + "\n")
    result = issue(desk)
    assert (result.exit_code, "(cli.journal_unreadable)" in result.stderr) == (2, True)
    (desk / "out" / FILENAME).write_text("")
    assert "(cli.folder_of_another)" in issue(desk).stderr


def test_a_journal_that_cannot_be_read_is_said(desk: Path) -> None:
    (desk / "out" / FILENAME).mkdir(parents=True)
    result = issue(desk)
    assert (result.exit_code, "(cli.file_unreadable)" in result.stderr) == (2, True)


def test_a_journal_that_cannot_be_written_is_said(desk: Path) -> None:
    journal = Journal(desk / "nowhere" / FILENAME, {})
    with pytest.raises(FileWriteError):
        journal.add(Entry("key", "file", "2026-01-01T00:00:00Z", "0", "0"))
    with pytest.raises(FileWriteError):
        journal._cut(1)


def test_a_thousand_rows(desk: Path) -> None:
    rows = "".join(f"Person {n},person{n}@learner.example,,\n" for n in range(1000))
    (desk / "people.csv").write_text("name,email,achieved_on,valid_until\n" + rows)
    assert issue(desk).stderr.strip() == "1000 issued, 0 kept, 0 refused"
    assert len(list((desk / "out").glob("*.json"))) == 1000
    assert issue(desk).stderr.strip() == "0 issued, 1000 kept, 0 refused"
