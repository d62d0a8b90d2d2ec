"""Who hears of grants and endorsements: the owners of the other side, by mail and in their trail."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events import services as events
from skillmark.platform.events.changes import plain
from skillmark.platform.orgs.mails import absolute, members_with, to_members
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.rights.models import Endorsement, Grant

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def record_for(
    organisation_id: UUID,
    action: str,
    thing: Grant | Endorsement,
    actor: object,
    *,
    label: str,
    after: dict[str, Any],
) -> None:
    """Write an act into the trail of the other side, which it concerns as much."""
    events.record(
        organisation_id=organisation_id,
        actor=actor,
        action=action,
        object=thing,
        after=plain(after),
        label=label,
    )


def grant_offered(grant: Grant) -> None:
    """Tell the owners who may accept."""
    _grant(
        grant,
        grant.grantee,
        _("%(owner)s lets you issue “%(name)s”"),
        _(
            "%(owner)s offers %(grantee)s the right to issue “%(name)s” in its name.\n\n"
            "Accept or decline it here:\n%(url)s"
        ),
        "offered",
    )


def grant_accepted(grant: Grant) -> None:
    """Tell the owners of the achievement."""
    _grant(
        grant,
        grant.organisation,
        _("%(grantee)s accepted: it may issue “%(name)s” now"),
        _("%(grantee)s accepted your offer and may issue “%(name)s” now.\n\n%(url)s"),
        "accepted",
    )


def grant_revoked(grant: Grant) -> None:
    """Tell those who cannot issue it any more."""
    _grant(
        grant,
        grant.grantee,
        _("You may not issue “%(name)s” any more"),
        _(
            "%(owner)s took back the right to issue “%(name)s”. Reason: %(reason)s\n\n"
            "What you issued before stays good.\n%(url)s"
        ),
        "revoked",
    )


def endorsement_asked(found: Endorsement) -> None:
    """Tell the owners who may endorse."""
    _endorsement(
        found,
        found.organisation,
        _("%(subject)s asks for your endorsement"),
        _("%(subject)s asks %(endorser)s to endorse “%(name)s”.\n\nDecide here:\n%(url)s"),
        "asked",
    )


def endorsement_given(found: Endorsement) -> None:
    """Tell those who asked."""
    _endorsement(
        found,
        found.subject,
        _("%(endorser)s endorses “%(name)s”"),
        _("%(endorser)s signed the endorsement of “%(name)s”.\n\n%(url)s"),
        "given",
    )


def endorsement_revoked(found: Endorsement) -> None:
    """Tell those who are not endorsed any more."""
    _endorsement(
        found,
        found.subject,
        _("%(endorser)s does not endorse “%(name)s” any more"),
        _("%(endorser)s revoked the endorsement of “%(name)s”. Reason: %(reason)s\n\n%(url)s"),
        "revoked",
    )


def _grant(
    grant: Grant, to: Organisation, subject: "_StrPromise", text: "_StrPromise", what: str
) -> None:
    facts = {
        "owner": grant.organisation.name,
        "grantee": grant.grantee.name,
        "name": grant.achievement.name,
        "reason": grant.reason,
        "url": absolute(reverse("rights:grant", args=[to.slug, grant.pk])),
    }
    owners = members_with(to.pk, [Role.OWNER])
    to_members(owners, to, subject, text, facts, key=f"grant.{what}:{grant.pk}")


def _endorsement(
    found: Endorsement, to: Organisation, subject: "_StrPromise", text: "_StrPromise", what: str
) -> None:
    facts = {
        "endorser": found.organisation.name,
        "subject": found.subject.name,
        "name": found.version.name if found.version is not None else found.subject.name,
        "reason": found.reason,
        "url": absolute(reverse("rights:endorsement", args=[to.slug, found.pk])),
    }
    owners = members_with(to.pk, [Role.OWNER])
    to_members(owners, to, subject, text, facts, key=f"endorsement.{what}:{found.pk}")
