"""The pages that name the test of each claim name tests that are there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("docs/explanation/log.md",)
NAME = re.compile(r"`((?:tests/)?[\w/]*\.py)?(::[\w:]+)?`")


def named(text: str) -> Iterator[tuple[Path, str]]:
    """Yield file and test of each name; a short one goes on from the one before it in the line."""
    for line in text.splitlines():
        file = Path()
        for path, test in NAME.findall(line):
            if path:
                file = Path(path) if path.startswith("tests/") else file.parent / path
            if path or test:
                yield file, test.rpartition("::")[2]


@pytest.mark.parametrize("page", PAGES)
def test_every_named_test_is_there(page: str) -> None:
    found = list(named((ROOT / page).read_text()))
    assert len(found) > 20, "the table is gone"
    for file, test in found:
        source = ROOT / file
        assert source.is_file(), file
        assert not test or f"def {test}(" in source.read_text(), (file, test)
