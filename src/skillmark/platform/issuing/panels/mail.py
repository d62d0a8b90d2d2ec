"""What mail adds to the studio: what came back on the overview, its words in the settings."""

from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.issuing.selectors import mails as mail_finding
from skillmark.platform.issuing.selectors.mails import OPEN, WantedMails
from skillmark.platform.mailing import letters
from skillmark.platform.mailing.models import Suppression, Wording
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import (
    AUDIT_SUBJECTS,
    OVERVIEW,
    SETTINGS,
    Group,
    Panel,
    Subject,
)


def came_back(organisation: Organisation) -> Panel | None:
    """Return how many mails came back or wait too long, if any."""
    back = mail_finding.matching(WantedMails(state=OPEN)).count()
    late = mail_finding.late(timezone.now())
    outage = mail_finding.outage() if late else None
    if not back and not late:
        return None
    facts = {"back": back, "late": late, "outage": outage, "organisation": organisation}
    return Panel("issuing/mail_panel.html", facts)


def addresses_named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the address of each suppression that an act was about."""
    href = reverse("issuing:suppressions", args=[organisation.slug])
    rows = Suppression.objects.filter(pk__in=ids)
    return {str(row.pk): Subject(row.address, href) for row in rows}


def words_named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the kind of mail whose words were changed."""
    known = {kind.key: str(kind.label) for kind in letters.kinds()}
    return {
        str(row.pk): Subject(
            f"{known.get(row.kind, row.kind)} ({row.language})",
            reverse("issuing:mail", args=[organisation.slug, row.kind]),
        )
        for row in Wording.objects.filter(pk__in=ids)
    }


AUDIT_SUBJECTS.register("suppression", addresses_named)
AUDIT_SUBJECTS.register("wording", words_named)
OVERVIEW.register(15, came_back)
SETTINGS.register(70, "mails", _("Mails"), "issuing:mails", Group.RULES)
