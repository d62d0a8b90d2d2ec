"""`skillmark skills`: importing, listing and searching from the terminal."""

import json
from pathlib import Path

import pytest
from command_line import skillmark
from skills_samples import FIRES, TABLE, official

from skillmark.platform.skills import selectors

pytestmark = pytest.mark.django_db


@pytest.fixture
def esco(tmp_path: Path) -> Path:
    path = tmp_path / "skills_en.csv"
    path.write_bytes(official((FIRES.uri, "extinguish fires", "put out fires")))
    return path


def test_import_list_and_search(esco: Path) -> None:
    first = skillmark("skills", "import", esco)
    assert first.exit_code == 0, first.output
    assert "new              1" in first.stdout
    again = skillmark("skills", "import", esco)
    assert "same             1" in again.stdout
    listed = skillmark("skills", "list")
    assert listed.stdout.startswith("esco\tESCO\t\t1\t")
    found = skillmark("skills", "search", "put out fires zzyzx")
    assert found.stdout.startswith(f"{FIRES.uri}\textinguish fires\tESCO\tIn its name: fires")
    assert "zzyzx" in found.stderr
    assert skillmark("skills", "search", "zzyzx").exit_code == 1


def test_a_dry_run_says_what_would_happen(esco: Path) -> None:
    told = skillmark("skills", "import", esco, "--dry-run", "--json")
    body = json.loads(told.stdout)
    assert (body["framework"], body["dry_run"], body["counts"]["new"]) == ("esco", True, 1)
    assert not selectors.known(FIRES.uri)


def test_bad_rows_are_named_and_the_others_go_in(tmp_path: Path) -> None:
    path = tmp_path / "docks.csv"
    path.write_text(TABLE + "Tie a bowline,K1,,\n,K2,,\n")
    told = skillmark("skills", "import", path, "--framework", "docks", "--name", "Docks")
    assert told.exit_code == 1
    assert "docks.csv:3: This row has no name." in told.stderr
    assert selectors.framework_by_key("docks") is not None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["{}/nothing.csv"], "cli.file_unreadable"),
        (["{}"], "cli.skills_folder_empty"),
        (["{}/own.csv"], "skills.framework_needed"),
        (["{}/own.csv", "--organisation", "nobody"], "cli.organisation_unknown"),
        (["{}/x.json"], "skills.file_unreadable"),
    ],
)
def test_what_cannot_be_imported_is_said_in_a_sentence(
    tmp_path: Path, words: list[str], code: str
) -> None:
    if "{}" not in words:
        (tmp_path / "own.csv").write_text("name\nTie a bowline\n")
        (tmp_path / "x.json").write_text("{}")
    told = skillmark("skills", "import", *(word.format(tmp_path) for word in words))
    assert told.exit_code == 2
    assert code in told.stderr
