"""`skillmark keys backup` and `restore`: what the operator does when an installation is lost."""

import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import skillmark

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words"
    path.write_text("correct horse battery staple\nsecond line\n")
    return path


def test_keys_leave_and_come_back(
    organisation: "Organisation", tmp_path: Path, words: Path
) -> None:
    from skillmark.platform.events.models import AuditEntry
    from skillmark.platform.trust import documents, keys
    from skillmark.platform.trust.models import KeyPurpose

    before = keys.ensure_identity(organisation).did
    file = tmp_path / "keys.age"
    result = skillmark("keys", "backup", organisation.slug, file, "--passphrase-file", words)
    assert result.exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    result = skillmark("keys", "restore", file, "--passphrase-file", words)
    assert (result.exit_code, result.stdout.strip()) == (0, before)
    current = documents.current_identity(organisation)
    assert current is not None
    assert current.did == before
    acts = AuditEntry.objects.with_scopes_disabled().filter(actor="system:operator")
    assert {"key.backed_up", "key.restored"} == set(acts.values_list("action", flat=True))


def test_what_cannot_be_done_is_one_sentence(
    organisation: "Organisation", tmp_path: Path, words: Path
) -> None:
    short, foreign = tmp_path / "short", tmp_path / "latin"
    short.write_text("too short")
    foreign.write_bytes(b"\xff\xfe correct horse battery")
    there = tmp_path / "there"
    there.write_text("something")
    slug, new = organisation.slug, tmp_path / "new"
    for arguments, code in (
        (("backup", slug, there, "--passphrase-file", words), "cli.file_exists"),
        (("backup", slug, new, "--passphrase-file", short), "cli.passphrase_short"),
        (("backup", slug, new, "--passphrase-file", foreign), "cli.file_unreadable"),
        (("backup", "nobody", new, "--passphrase-file", words), "cli.no_organisation"),
        (
            ("backup", slug, tmp_path / "no" / "folder", "--passphrase-file", words),
            "cli.file_unwritable",
        ),
        (("restore", there, "--passphrase-file", words), "trust.backup_sealed"),
        (
            ("restore", there, "--passphrase-file", words, "--organisation", "nobody"),
            "cli.no_organisation",
        ),
    ):
        result = skillmark("keys", *arguments)
        assert result.exit_code == 2, arguments
        assert f"({code})" in result.stderr
    assert there.read_text() == "something"
