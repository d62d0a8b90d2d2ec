"""CPR for twelve months within first aid for three years: two clocks, each with its reminders."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from skillmark.platform.issuing.making import clocks
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.services import (
    endings,
    lifecycle,
    part_endings,
    renewal,
)

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.people.models import User

TODAY = datetime.now(UTC).date()


@pytest.fixture
def first_aid(publish: Callable[..., "AchievementVersion"]) -> "Callable[[date], Credential]":
    version = publish(
        "First aid", validity="months", validity_months="36", inner_months="12",
        inner_name="CPR", renewal_days="60",
    )  # fmt: skip

    def earned(day: date) -> "Credential":
        from skillmark.platform.issuing.making import entry, intent
        from skillmark.platform.issuing.models import Source
        from skillmark.platform.issuing.services import issue_one

        fields = {"name": "Lea Lapse", "email": "lea@x.example", "achieved_on": str(day)}
        recipient = entry.recipient(fields, version, at=TODAY)
        made = issue_one(
            version.organisation,
            version,
            intent.intent_for(version.achievement_id, recipient),
            source=Source.FORM,
            actor=None,
        )
        made.refresh_from_db()
        return made

    return earned


def tell(days: int = 0) -> int:
    now = timezone.now() + timedelta(days=days)
    return endings.tell_all(now) + part_endings.tell_all(now)


def kinds(credential: "Credential") -> list[str]:
    return [one.kind for one in reversed(selectors.deliveries(credential))]


def renew_part(credential: "Credential") -> "Credential":
    made = renewal.renew(
        credential.pk, renewal.Terms(part_only=True), actor=None, notify=False
    ).credential
    assert made is not None
    return made


def test_a_mail_before_and_after_each_end_and_each_once(
    first_aid: "Callable[[date], Credential]",
) -> None:
    held = first_aid(TODAY)
    assert [tell(days) for days in (0, 300)] == [0, 0]
    assert [tell(days) for days in (310, 311, 340)] == [1, 0, 0]
    assert [tell(days) for days in (367, 368, 400)] == [1, 0, 0]
    assert [tell(days) for days in (1_050, 1_051)] == [1, 0]
    assert [tell(days) for days in (1_098, 1_099)] == [1, 0]
    assert kinds(held) == ["issued", "part_due", "part_ended", "due", "ended"]


def test_the_mail_names_the_part_and_its_last_day(
    first_aid: "Callable[[date], Credential]",
) -> None:
    from django.utils.formats import date_format

    from skillmark.platform.events.models import OutboxMessage

    held = first_aid(TODAY - timedelta(days=320))
    assert tell() == 1
    (sent,) = [one for one in selectors.deliveries(held) if one.kind == "part_due"]
    assert sent.outbox_id is not None
    payload = OutboxMessage.objects.get(pk=sent.outbox_id).payload
    assert payload["subject"] == "CPR ends soon: First aid"
    assert "The part “CPR”" in payload["text"]
    assert held.inner_until is not None
    assert date_format(held.inner_until, "DATE_FORMAT") in payload["text"]


def test_pages_say_that_the_part_has_lapsed_until_it_is_renewed(
    first_aid: "Callable[[date], Credential]", client: Client
) -> None:
    held = first_aid(TODAY - timedelta(days=400))
    assert clocks.ended_part(held, timezone.now()) == "CPR"
    lapsed = "alid, but its part “CPR” ended on"
    for path in (f"/c/{held.pk}", "/verify"):
        page = _page(client, path, held)
        assert lapsed in page, path
    fresh = renew_part(held)
    assert fresh.valid_until == held.valid_until, "the longer clock runs on"
    assert fresh.inner_until is not None
    assert fresh.inner_until > timezone.now()
    for path in (f"/c/{fresh.pk}", "/verify"):
        assert lapsed not in _page(client, path, fresh), path


def test_the_backpack_says_so_as_well(
    first_aid: "Callable[[date], Credential]",
    make_user: "Callable[..., User]",
    client_of: "Callable[[User], Client]",
) -> None:
    held = first_aid(TODAY - timedelta(days=400))
    browser = client_of(make_user("lea@x.example"))
    assert "“CPR” has ended" in browser.get("/backpack").content.decode()
    renewal.renew(held.pk, renewal.Terms(part_only=True, ends_old=True), actor=None)
    page = browser.get("/backpack", {"state": "active"}).content.decode()
    assert "First aid" in page
    assert "“CPR” has ended" not in page


def test_who_renewed_the_part_in_time_hears_nothing_of_the_old_one(
    first_aid: "Callable[[date], Credential]",
) -> None:
    held = first_aid(TODAY - timedelta(days=320))
    fresh = renew_part(held)
    assert [tell(days) for days in (0, 50)] == [0, 0]
    assert kinds(held) == ["issued"]
    assert tell(320) == 1, "the renewed part has a clock of its own"
    assert "part_due" in kinds(fresh)


@pytest.mark.parametrize("act", ["suspend", "revoke"])
def test_what_does_not_count_reminds_nobody(
    first_aid: "Callable[[date], Credential]", act: str
) -> None:
    held = first_aid(TODAY - timedelta(days=320))
    getattr(lifecycle, act)(held.pk, reason="x", actor=None)
    assert tell() == 0
    assert "part_due" not in kinds(held)


def test_a_part_that_lapsed_long_ago_is_no_news(
    first_aid: "Callable[[date], Credential]",
) -> None:
    held = first_aid(TODAY - timedelta(days=500))
    assert tell() == 0
    assert kinds(held) == ["issued"]


def _page(client: Client, path: str, credential: "Credential") -> str:
    if path != "/verify":
        return client.get(path).content.decode()
    text = bytes(credential.document).decode()
    return client.post(path, {"text": text}).content.decode()
