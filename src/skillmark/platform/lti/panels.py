"""What other pages show of platforms: their tab in the settings, their names in the audit trail."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillmark.platform.lti.models import Registration
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import AUDIT_SUBJECTS, SETTINGS, Group, Subject

TAB: Final = "lti"


def named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the registrations of some ids as they are called today."""
    wanted = [UUID(one) for one in ids]
    return {
        str(row.pk): Subject(
            row.name, reverse("lti:platform", args=[organisation.slug, row.pk])
        )
        for row in Registration.objects.filter(pk__in=wanted)
    }


AUDIT_SUBJECTS.register("registration", named)
SETTINGS.register(85, TAB, _("Learning platforms"), "lti:platforms", Group.CONNECTIONS)
