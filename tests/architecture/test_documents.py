"""The documentation keeps up: every room is named, every page is found, no picture is heavy."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PICTURE_BYTES = 120_000


def rooms(folder: str) -> list[str]:
    """Return the packages and modules that lie in a folder of the source."""
    found = (ROOT / "src" / "skillmark" / folder).iterdir()
    return sorted(
        path.stem
        for path in found
        if not path.name.startswith("__")
        and (path.suffix == ".py" or any(path.glob("__init__.py")))
    )


@pytest.mark.parametrize("folder", ["core", "platform"])
def test_architecture_names_every_room(folder: str) -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    first_cells = " ".join(re.findall(r"^\|([^|]*)\|", text, re.MULTILINE))
    named = set(re.findall(r"`([a-z_]+)`", first_cells))
    assert [room for room in rooms(folder) if room not in named] == []


def test_every_page_is_in_the_navigation() -> None:
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in ROOT.glob("docs/**/*.md")}
    listed = re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert pages == set(listed)
    assert len(listed) == len(pages)


def test_the_index_lists_every_decision() -> None:
    index = (ROOT / "docs" / "adr" / "index.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs" / "adr").glob("0*.md"):
        title = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert f"[{title}]({page.name})" in index


def test_pictures_are_light_and_shown() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("docs/**/*.md"))
    pages += (ROOT / "README.md").read_text(encoding="utf-8")
    for picture in (ROOT / "docs" / "images").glob("*.png"):
        assert picture.stat().st_size <= PICTURE_BYTES, picture.name
        assert f"images/{picture.name}" in pages, picture.name


def test_the_tutorials_file_is_the_one_that_lies_there() -> None:
    tutorial = (ROOT / "docs" / "tutorial" / "first-hour.md").read_text(encoding="utf-8")
    file = (ROOT / "docs" / "examples" / "quayside.csv").read_text(encoding="utf-8")
    assert f"```csv\n{file}```" in tutorial
