"""Mails about endings: once when it can be renewed, once when it has ended."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential

type Issue = Callable[..., Credential]


@pytest.fixture
def ending(issue: Issue) -> "Credential":
    """A credential that ends in thirty days and can be renewed since ten."""
    now = timezone.now()
    made = issue(valid_until=(now + timedelta(days=30)).date().isoformat())
    made.renewal_opens_at = now - timedelta(days=10)
    made.save(update_fields=["renewal_opens_at"])
    return made


def tell(days: int = 0) -> int:
    from skillmark.platform.issuing.services import endings

    return endings.tell_all(timezone.now() + timedelta(days=days))


def kinds(credential: "Credential") -> list[str]:
    from skillmark.platform.issuing.selectors import credentials as selectors

    return [one.kind for one in reversed(selectors.deliveries(credential))]


def test_each_mail_is_written_once(ending: "Credential") -> None:
    assert [tell(), tell(), tell(31), tell(32)] == [1, 0, 1, 0]
    assert kinds(ending) == ["issued", "due", "ended"]


def test_after_a_gap_only_what_is_still_news_is_told(ending: "Credential") -> None:
    assert tell(31) == 1, "the window is over, so only the end is told"
    assert kinds(ending) == ["issued", "ended"]


def test_what_ended_long_ago_is_no_news(ending: "Credential") -> None:
    assert tell(60) == 0
    assert kinds(ending) == ["issued"]


@pytest.mark.parametrize("act", ["suspend", "revoke", "renew", "no address"])
def test_nobody_is_told_what_does_not_matter(ending: "Credential", act: str) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.services import renewal

    if act == "renew":
        renewal.renew(ending.pk, renewal.Terms(), actor=None, notify=False)
    elif act == "no address":
        ending.award.recipient_email = ""
        ending.award.save(update_fields=["recipient_email"])
    else:
        getattr(services, act)(ending.pk, reason="x", actor=None, notify=False)
    assert tell() == 0
    assert tell(31) == 0
    assert kinds(ending) == ["issued"]


def test_a_credential_without_end_is_left_alone(credential: "Credential") -> None:
    assert tell(10_000) == 0
