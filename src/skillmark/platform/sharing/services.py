"""Counting what happens to shared credentials, and naming an organisation's page at LinkedIn."""

import re
from datetime import UTC, date
from typing import ClassVar, Final

from django.db import transaction
from django.db.models import F

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import services as events
from skillmark.platform.issuing.models import Credential
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.sharing.channels import Channel
from skillmark.platform.sharing.models import DayTally, Deed, LinkedInPage, Reach, Tally

_NUMBER: Final = re.compile(r"(?:.*/company/)?([0-9]{1,20})/?(?:admin.*)?\Z", re.ASCII)


class LinkedInNumberError(SkillmarkError):
    """This is not the number of an organisation at LinkedIn."""

    code: ClassVar[str] = "sharing.linkedin_number"


def count(credential: Credential, deed: Deed, channel: Channel, *, on: date) -> None:
    """Add one to the day's tally of `credential`, and to that of its achievement."""
    achievement = {"achievement_id": credential.achievement_version.achievement_id}
    owner = {"organisation_id": credential.organisation_id}
    when = {"day": on, "deed": deed, "channel": channel}
    with organisation_scope(credential.organisation_id), transaction.atomic():
        one = {"credential": credential, **when}
        Tally.objects.get_or_create(**one, defaults={**owner, **achievement})
        Tally.objects.filter(**one).update(count=F("count") + 1)
        DayTally.objects.get_or_create(**achievement, **when, defaults=owner)
        DayTally.objects.filter(**achievement, **when).update(count=F("count") + 1)
        Reach.objects.get_or_create(
            credential=credential,
            deed=deed,
            defaults={**owner, "issued_on": credential.issued_at.astimezone(UTC).date()},
        )


def set_linkedin_number(organisation: Organisation, text: str, *, actor: object) -> str:
    """Keep the organisation's number at LinkedIn, and return it; an empty text forgets it.

    Args:
        organisation: whose page it is; its scope is open.
        text: the number, or the address of the page's admin view that contains it.
        actor: who says so.

    Raises:
        LinkedInNumberError: there is no number in it.
    """
    text = text.strip()
    found = _NUMBER.match(text)
    if text and found is None:
        raise LinkedInNumberError(
            "Give the number of your LinkedIn page: open its admin view and copy the digits "
            "after /company/ from the address."
        )
    number = found[1] if found else ""
    before = linkedin_number(organisation)
    with transaction.atomic():
        if number:
            LinkedInPage.objects.update_or_create(
                organisation=organisation, defaults={"number": number}
            )
        else:
            LinkedInPage.objects.filter(organisation=organisation).delete()
        if number != before:
            events.record(
                organisation_id=organisation.pk,
                actor=actor,
                action="organisation.linkedin_page_changed",
                object=organisation,
                before={"number": before},
                after={"number": number},
            )
    return number


def linkedin_number(organisation: Organisation) -> str:
    """Return the organisation's number at LinkedIn, or an empty text."""
    with organisation_scope(organisation):
        found = LinkedInPage.objects.filter(organisation=organisation).first()
    return found.number if found else ""
