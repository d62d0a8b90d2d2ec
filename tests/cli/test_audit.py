"""`skillmark audit verify`: says whether an export is whole, and if not, which entry is the first."""

from pathlib import Path

import pytest
from command_line import skillmark
from trail_samples import OWN, chain, end_of

from skillmark.core import audit
from skillmark.core.audit import Head


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return written(tmp_path / "trail.jsonl", 8)


def written(path: Path, length: int) -> Path:
    """Write an export of a trail of this length."""
    entries = chain(length)
    head = Head(OWN, length, end_of(entries).hash, "2026-05-03T10:00:00+00:00")
    lines = [audit.write_head(head), *map(audit.write_entry, entries)]
    path.write_bytes(b"".join(lines))
    return path


def test_a_whole_export_is_complete(export: Path) -> None:
    result = skillmark("audit", "verify", export)
    assert result.exit_code == 0
    assert "Complete. 8 entries" in result.stdout
    assert end_of(chain()).hash in result.stdout


def test_the_first_entry_that_does_not_fit_is_named(export: Path) -> None:
    export.write_bytes(export.read_bytes().replace(b"user:7", b"user:8", 5))
    result = skillmark("audit", "verify", export)
    assert result.exit_code == 1
    assert "Broken. Entry 1 was changed" in result.stdout
    lines = export.read_bytes().splitlines(keepends=True)
    export.write_bytes(b"".join(lines[:6]))
    assert skillmark("audit", "verify", export).exit_code == 1


def test_a_newer_export_continues_an_older_one(export: Path, tmp_path: Path) -> None:
    older = written(tmp_path / "older.jsonl", 5)
    assert skillmark("audit", "verify", export, "--earlier", older).exit_code == 0
    result = skillmark("audit", "verify", older, "--earlier", export)
    assert result.exit_code == 1
    assert "Entry 6 is missing" in result.stdout


def test_what_cannot_be_told_is_no_verdict(export: Path, tmp_path: Path) -> None:
    for words in (
        (tmp_path / "nothing",),
        (Path(__file__),),
        (export, "--earlier", Path(__file__)),
    ):
        result = skillmark("audit", "verify", *words)
        assert result.exit_code == 2
        assert "Error:" in result.stderr
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(export.read_bytes().replace(b"user:7", b"user:8"))
    assert skillmark("audit", "verify", export, "--earlier", broken).exit_code == 2
