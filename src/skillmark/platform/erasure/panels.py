"""What other pages show of erasures: their tab in the settings, their numbers in the trail."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillmark.platform.erasure.models import Erasure
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import AUDIT_SUBJECTS, SETTINGS, Group, Subject


def named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the erasures of some ids by their numbers."""
    wanted = [UUID(one) for one in ids]
    return {
        str(row.pk): Subject(
            row.reference, reverse("erasure:one", args=[organisation.slug, row.pk])
        )
        for row in Erasure.objects.filter(pk__in=wanted)
    }


AUDIT_SUBJECTS.register("erasure", named)
SETTINGS.register(95, "erasure", _("Erasure"), "erasure:studio", Group.RULES)
