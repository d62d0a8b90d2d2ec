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
