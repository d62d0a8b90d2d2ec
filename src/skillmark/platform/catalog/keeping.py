"""Keeping definitions current: the day by which somebody looks again, and its reminders.

Two weeks before that day and once it has passed, the organisation's designers and owners get one
mail each that lists what is due; nobody is told twice for the same day.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from skillmark.platform.catalog import selectors, services
from skillmark.platform.catalog.models import Achievement, Reminder
from skillmark.platform.catalog.validity import add_months
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.events import services as events
from skillmark.platform.jobs import periodic
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Membership, Organisation, Role
from skillmark.platform.trust import addresses

NOTICE: Final = selectors.NOTICE
USUAL_MONTHS: Final = 12  # until the next look
LISTED: Final = 20  # achievements in one mail; the list in the console has them all
log = structlog.get_logger("skillmark.catalog")


def next_look(today: date) -> date:
    """Return the day that "still current" sets: a year from now."""
    return add_months(today, USUAL_MONTHS)


def set_review_by(achievement: Achievement, day: date | None, *, actor: object) -> Achievement:
    """Say by when somebody looks again; the reminders start anew."""
    with transaction.atomic():
        achievement = services.locked(achievement)
        if achievement.review_by == day:
            return achievement
        before = {"review_by": _written(achievement.review_by)}
        achievement.review_by = day
        achievement.review_reminder = Reminder.NONE
        achievement.save()
        events.record(
            organisation_id=achievement.organisation_id,
            actor=actor,
            action="achievement.review_date_set",
            object=achievement,
            before=before,
            after={"review_by": _written(day)},
            label=achievement.name,
        )
    return achievement


@periodic.every(timedelta(hours=6), "catalog.keep_current")
def remind(now: datetime) -> None:
    """Mail what is due, once when it is near and once when it is past."""
    today = timezone.localdate(now)
    waiting = (
        Achievement.objects.with_scopes_disabled()
        .filter(_untold(today))
        .order_by("organisation_id")
        .values_list("organisation_id", flat=True)
        .distinct()
    )
    for organisation_id in list(waiting):
        with organisation_scope(organisation_id), transaction.atomic():
            _remind(organisation_id, today)


def _untold(today: date) -> Q:
    due = Q(review_by__isnull=False, review_by__lte=today + NOTICE) & ~Q(state=State.ARCHIVED)
    past = Q(review_by__lt=today, review_reminder=Reminder.SOON)
    return due & (Q(review_reminder=Reminder.NONE) | past)


def _remind(organisation_id: UUID, today: date) -> None:
    rows: QuerySet[Achievement] = Achievement.objects.select_for_update()
    told = list(rows.filter(_untold(today)).order_by("review_by", "pk"))
    if not told:
        return
    organisation = Organisation.objects.get(pk=organisation_id)
    with override(organisation.language):
        subject, body = _words(organisation, told, today)
    for address in _addresses():
        EmailMessage(subject=subject, body=body, to=[address]).send()
    for one in told:
        overdue = one.review_by is not None and one.review_by < today
        one.review_reminder = Reminder.OVERDUE if overdue else Reminder.SOON
    Achievement.objects.bulk_update(told, ["review_reminder"])
    log.info("review reminders sent", achievements=len(told))


def _addresses() -> list[str]:
    members = Membership.objects.filter(
        role__in=(Role.OWNER, Role.DESIGNER), user__is_active=True
    )
    found = members.exclude(user__email="").values_list("user__email", flat=True)
    return list(dict.fromkeys(found.order_by("user__email")))


def _words(
    organisation: Organisation, told: Iterable[Achievement], today: date
) -> tuple[str, str]:
    listed = list(told)
    subject = ngettext(
        "%(n)d achievement of %(organisation)s needs a look",
        "%(n)d achievements of %(organisation)s need a look",
        len(listed),
    ) % {"n": len(listed), "organisation": organisation.name}
    lines = [_line(organisation, one, today) for one in listed[:LISTED]]
    address = addresses.absolute(reverse("catalog:achievements", args=[organisation.slug]))
    parts = [
        _("Look whether these achievements still say what is right. Then press “Still current”, "
          "or make the next version."),
        "\n\n".join(lines),
        _("All that is due: %(address)s") % {"address": f"{address}?due=1"},
    ]  # fmt: skip
    return subject, "\n\n".join(parts) + "\n"


def _line(organisation: Organisation, one: Achievement, today: date) -> str:
    day = one.review_by or today
    words = (
        _("“%(name)s” was to be looked at by %(day)s:")
        if day < today
        else _("“%(name)s” is to be looked at by %(day)s:")
    )
    href = reverse("catalog:achievement", args=[organisation.slug, one.pk])
    said = words % {"name": one.name, "day": date_format(day, "DATE_FORMAT")}
    return f"{said}\n{addresses.absolute(href)}"


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
