"""What rights add to the pages of others: the issuer's page, the settings, the audit trail."""

from collections.abc import Callable, Collection
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import (
    AUDIT_SUBJECTS,
    ISSUER_PAGE,
    SETTINGS,
    Group,
    Panel,
    Subject,
)
from skillmark.platform.rights import selectors
from skillmark.platform.rights.models import Endorsement, Grant

SHOWN: Final = 50  # of a kind on the issuer's page


def standing(organisation: Organisation) -> Panel | None:
    """Return who stands by an organisation, and who issues for whom."""
    now = timezone.now()
    versions = _endorsed_versions(organisation)
    endorsements = selectors.public_endorsements(organisation.pk, now, versions)[:SHOWN]
    grants = selectors.public_grants(organisation.pk, now)[:SHOWN]
    if not endorsements and not grants:
        return None
    return Panel("rights/issuer_panel.html", {"endorsements": endorsements, "grants": grants})


def _endorsed_versions(organisation: Organisation) -> tuple[Any, ...]:
    rows: Any = Endorsement.objects.with_scopes_disabled()
    found = rows.filter(subject=organisation).exclude(version=None)
    return tuple(found.values_list("version_id", flat=True).distinct())


def _named(
    model: type[Grant] | type[Endorsement], view: str, label: Callable[[Any], str]
) -> Callable[[Organisation, Collection[str]], dict[str, Subject]]:
    def found(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
        rows: Any = model.objects.with_scopes_disabled().filter(pk__in=ids)
        sides = rows.filter(organisation=organisation) | (
            rows.filter(grantee=organisation)
            if model is Grant
            else rows.filter(subject=organisation)
        )
        return {
            str(row.pk): Subject(label(row), reverse(view, args=[organisation.slug, row.pk]))
            for row in sides
        }

    return found


def _grant_label(row: Grant) -> str:
    return f"{row.achievement.name}: {row.grantee.name}"


def _endorsement_label(row: Endorsement) -> str:
    return row.version.name if row.version is not None else row.subject.name


AUDIT_SUBJECTS.register("grant", _named(Grant, "rights:grant", _grant_label))
AUDIT_SUBJECTS.register(
    "endorsement", _named(Endorsement, "rights:endorsement", _endorsement_label)
)
ISSUER_PAGE.register(40, standing)
SETTINGS.register(75, "rights", _("Rights"), "rights:rights", Group.TRUST)
