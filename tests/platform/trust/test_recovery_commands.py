"""`skillmark keys rotate`, `compromise` and `history`: one command each for the operator."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from command_line import skillmark
from django.utils import timezone
from issued_credentials import issue, published
from pytest_django import Settings as SettingsWrapper

from skillmark.core.encoding import timestamp

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation


@pytest.fixture
def at_home(settings: SettingsWrapper) -> None:
    """The site has a real https address, so organisations get a did:web."""
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={"site_url": "https://skills.example"}
    )


def aged(organisation: "Organisation") -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import IssuerKey

    keys.ensure_identity(organisation)
    day = timezone.now() - timedelta(days=1)
    IssuerKey.objects.with_scopes_disabled().update(created_at=day)


def test_rotating_is_one_command(at_home: None, organisation: "Organisation") -> None:
    aged(organisation)
    done = skillmark("keys", "rotate", organisation.slug)
    assert done.exit_code == 0
    assert done.stdout.startswith("did:web:skills.example")
    told = skillmark("keys", "history", organisation.slug).stdout
    assert "did:webvh:" in told
    assert "retired" in told
    assert skillmark("keys", "rotate", "nobody").exit_code == 2


def test_a_stolen_key_is_one_command(at_home: None, organisation: "Organisation") -> None:
    from skillmark.platform.issuing.models import Credential

    aged(organisation)
    issue(published(organisation))
    since = timestamp.encode(timezone.now() - timedelta(hours=1))
    words = ("--since", since, "--reason", "A laptop was stolen")
    looked = skillmark("keys", "compromise", organisation.slug, *words)
    assert looked.exit_code == 1
    assert "revoked and issued again:      1" in looked.stderr
    assert "cli.not_confirmed" in looked.stderr
    done = skillmark("keys", "compromise", organisation.slug, *words, "--yes")
    assert done.exit_code == 0, done.stderr
    assert "Issued again: 1." in done.stderr
    assert Credential.objects.with_scopes_disabled().filter(state="superseded").count() == 1
    assert "revoked" in skillmark("keys", "history", organisation.slug).stdout


def test_a_moment_without_a_zone_is_refused(organisation: "Organisation") -> None:
    done = skillmark(
        "keys", "compromise", organisation.slug, "--since", "yesterday", "--reason", "x"
    )
    assert done.exit_code == 1
    assert "cli.moment_unreadable" in done.stderr


SINCE = ("--reason", "A laptop was stolen", "--yes")


@pytest.fixture
def fallen(
    at_home: None, organisation: "Organisation", monkeypatch: pytest.MonkeyPatch
) -> tuple[str, ...]:
    """Six credentials of a key that fell, issued again two at a time; the words of the command."""
    from skillmark.platform.issuing.services import recovery

    monkeypatch.setattr(recovery, "REISSUED_AT_ONCE", 2)
    aged(organisation)
    version = published(organisation)
    for number in range(6):
        issue(version, f"Person {number}", f"person{number}@x.example")
    since = timestamp.encode(timezone.now() - timedelta(hours=1))
    return ("keys", "compromise", organisation.slug, "--since", since, *SINCE)


def states() -> tuple[int, int, int]:
    """How many are superseded, how many are revoked in the list, how many are there."""
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.trust.models import StatusSlot

    rows = Credential.objects.with_scopes_disabled()
    bits = StatusSlot.objects.with_scopes_disabled()
    return (
        rows.filter(state="superseded").count(),
        bits.filter(value=True, purpose="revocation").count(),
        rows.count(),
    )


@pytest.mark.parametrize("limit", ["signer_approval_above", "signer_per_day"])
def test_more_than_a_key_signs_in_a_day_goes_on_the_next_day(
    fallen: tuple[str, ...],
    settings: SettingsWrapper,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
) -> None:
    """As with more than 100,000, the limit that is set: revoked at once, issued again in parts."""
    from skillmark.cli import recovery as command
    from skillmark.platform.trust.signer.models import SignerIntent

    monkeypatch.setattr(command, "MINUTE_S", 0.0)
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update={limit: 3})
    first = skillmark(*fallen)
    assert first.exit_code == 1
    assert "cli.recovery_limit" in first.stderr
    assert "About 4 credentials are revoked" in first.stderr
    assert ("in 24 hours without" in first.stderr) is (limit == "signer_approval_above")
    assert states() == (2, 6, 8)
    again = skillmark(*fallen)
    assert (again.exit_code, "cli.recovery_limit" in again.stderr) == (1, True)
    assert states() == (2, 6, 8)
    for expected in (4, 6):
        SignerIntent.objects.update(at=timezone.now() - timedelta(days=1, seconds=1))
        done = skillmark(*fallen)
        assert states() == (expected, 6, 6 + expected), done.stderr
    assert done.exit_code == 0
    assert "Issued again: 6." in done.stderr


def test_what_a_key_signs_in_a_minute_is_waited_for(
    fallen: tuple[str, ...], settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.cli import recovery as command
    from skillmark.platform.trust.signer.models import SignerIntent

    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        SignerIntent.objects.update(at=timezone.now() - timedelta(seconds=61))

    monkeypatch.setattr(command.time, "sleep", sleep)
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update={"signer_per_minute": 3})
    done = skillmark(*fallen)
    assert done.exit_code == 0, done.stderr
    assert waited == [60.0, 60.0]
    assert states() == (6, 6, 12)
