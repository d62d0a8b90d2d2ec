"""The key of the next version is lost for good: another history, and nothing honest is lost."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import skillmark
from django.test import Client
from django.utils import timezone
from issued_credentials import issue, published

from skillmark.core.verify import Verdict

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.trust.models import IdentityLog


def lose(history: "IdentityLog") -> None:
    """Take the promised key away, as a database that was put together again without it."""
    from skillmark.platform.trust.models import SealedSecret

    name = history.next_secret_id
    type(history).objects.with_scopes_disabled().update(next_secret=None)
    SealedSecret.objects.with_scopes_disabled().filter(pk=name).delete()


def test_another_history_begins_and_what_was_issued_stays_valid(
    history: "IdentityLog", organisation: "Organisation", client: Client, tmp_path: Path
) -> None:
    from skillmark.platform.issuing.bundles import bundle_of
    from skillmark.platform.trust.models import IdentityLog
    from skillmark.platform.verifying import checking

    credential = issue(published(organisation))
    before = bundle_of(credential).to_bytes()
    lose(history)
    words = ("keys", "new-history", organisation.slug, "--keep", str(tmp_path / "old.jsonl"))
    looked = skillmark(*words)
    assert (looked.exit_code, "cli.not_confirmed" in looked.stderr) == (1, True)
    assert not (tmp_path / "old.jsonl").exists()
    done = skillmark(*words, "--yes")
    assert done.exit_code == 0, done.stderr
    row = IdentityLog.objects.with_scopes_disabled().get(organisation=organisation)
    assert done.stdout.strip() == row.did != history.did
    assert (tmp_path / "old.jsonl").read_bytes() == bytes(history.log)
    assert client.get(f"/i/{organisation.slug}/did.jsonl").content == bytes(row.log)
    assert skillmark(*words, "--yes").exit_code == 1, "now it goes on"

    rotated = skillmark("keys", "rotate", organisation.slug)
    assert rotated.exit_code == 0, rotated.stderr
    fresh = issue(published(organisation), "Somebody Else", "else@people.example")
    for data in (
        bytes(credential.document),
        before,
        bundle_of(credential).to_bytes(),
        bytes(fresh.document),
    ):
        report = checking.check(data, at=timezone.now()).report
        assert report.verdict is Verdict.VALID, report.to_json()


def test_a_fallen_key_is_answered_after_it(
    history: "IdentityLog", organisation: "Organisation", tmp_path: Path
) -> None:
    """Without the promised key even a theft could not be said; the command in between lets it."""
    from datetime import timedelta

    from skillmark.core.encoding import timestamp
    from skillmark.platform.trust.models import IssuerKey

    IssuerKey.objects.with_scopes_disabled().update(
        created_at=timezone.now() - timedelta(days=1)
    )
    lose(history)
    since = timestamp.encode(timezone.now() - timedelta(hours=1))
    report = ("keys", "compromise", organisation.slug, "--since", since)
    report = (*report, "--reason", "A laptop was stolen", "--yes")
    halted = skillmark(*report)
    assert (halted.exit_code, "trust.update_key_lost" in halted.stderr) == (1, True)
    words = ("keys", "new-history", organisation.slug, "--keep", str(tmp_path / "old.jsonl"))
    assert skillmark(*words, "--yes").exit_code == 0
    done = skillmark(*report)
    assert done.exit_code == 0, done.stderr
    assert "revoked" in skillmark("keys", "history", organisation.slug).stdout


@pytest.mark.parametrize("name", ["nobody", ""])
def test_it_is_refused_where_it_would_do_harm(
    history: "IdentityLog", organisation: "Organisation", tmp_path: Path, name: str
) -> None:
    words = ("--keep", str(tmp_path / "old.jsonl"), "--yes")
    if name:
        done = skillmark("keys", "new-history", name, *words)
        assert (done.exit_code, "cli.no_organisation" in done.stderr) == (1, True)
        return
    done = skillmark("keys", "new-history", organisation.slug, *words)
    assert (done.exit_code, "trust.history_goes_on" in done.stderr) == (1, True)
    assert not (tmp_path / "old.jsonl").exists()


def test_an_identifier_that_credentials_name_is_not_given_up(
    history: "IdentityLog", organisation: "Organisation", tmp_path: Path
) -> None:
    from skillmark.platform.trust.identities import choosing

    choosing.choose(organisation, with_history=True, actor=None)
    history.refresh_from_db()
    lose(history)
    words = ("--keep", str(tmp_path / "old.jsonl"), "--yes")
    done = skillmark("keys", "new-history", organisation.slug, *words)
    assert (done.exit_code, "trust.history_named" in done.stderr) == (1, True)


def test_a_key_that_does_not_open_is_lost_too(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    from skillmark.platform.trust.identities import anew
    from skillmark.platform.trust.models import SealedSecret

    secrets = SealedSecret.objects.with_scopes_disabled()
    secrets.filter(pk=history.next_secret_id).update(ciphertext=b"altered" * 9)
    new = anew.begin(organisation, actor=None)
    assert new.did != history.did
    assert not secrets.filter(pk=history.next_secret_id).exists()
