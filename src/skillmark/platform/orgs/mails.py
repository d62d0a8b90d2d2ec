"""The mails of organisations: each in its reader's language, else the organisation's.

Written into the outbox in the transaction of the act that they tell of; those in plain text get
the look of all others by themselves.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from skillmark.platform.events import services as events
from skillmark.platform.events.ids import uuid7
from skillmark.platform.mailing import languages
from skillmark.platform.orgs import letters
from skillmark.platform.orgs.models import (
    DomainProof,
    Invitation,
    Membership,
    Organisation,
    PartProposal,
    Role,
)
from skillmark.platform.people.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def absolute(path: str) -> str:
    """Return the public address of a path of this site."""
    url: str = settings.SKILLMARK.site_url
    return url + path


def members_with(organisation_id: UUID, roles: Iterable[str]) -> list[User]:
    """Return the active accounts that have one of the roles, oldest member first."""
    rows = (
        Membership.objects.with_scopes_disabled()
        .filter(organisation_id=organisation_id, role__in=list(roles), user__is_active=True)
        .select_related("user")
        .order_by("created_at")
    )
    return [row.user for row in rows]


def to_members(
    users: Iterable[User],
    organisation: Organisation,
    subject: "_StrPromise",
    text: "_StrPromise",
    facts: dict[str, Any],
    *,
    key: str,
) -> None:
    """Write one mail to each account, in its language; subject and text take `facts`.

    Args:
        users: who gets it.
        organisation: whose mail it is.
        subject: one line, not yet translated.
        text: the mail, not yet translated.
        facts: what both name.
        key: a second mail to the same account under this key is not sent.
    """
    for user in users:
        with translation.override(
            user.language or organisation.language or settings.LANGUAGE_CODE
        ):
            events.send_mail(
                recipient=user.email,
                subject=str(subject) % facts,
                text=str(text) % facts,
                organisation_id=organisation.pk,
                dedupe_key=f"{key}:{user.pk}",
            )


def invitation(invitation: Invitation, actor: User, token: str) -> None:
    """Tell somebody that they are invited; the language is the organisation's."""
    organisation = invitation.organisation
    language = languages.choose(organisation.language)
    with translation.override(language):
        facts = {
            "organisation": organisation.name,
            "role": str(invitation.get_role_display()),
            "person": str(actor),
            "url": absolute(reverse("orgs:join", kwargs={"token": token})),
        }
    letters.send(
        organisation, letters.INVITATION, facts, to=invitation.email, language=language
    )


def proposal_asked(proposal: PartProposal) -> None:
    """Tell the owners of an organisation that another one wants to be above or below it."""
    asked = proposal.organisation
    to_members(
        members_with(asked.pk, [Role.OWNER]),
        asked,
        gettext_lazy("%(asker)s asks you to decide"),
        gettext_lazy(
            "%(asker)s asks %(asked)s to become a part of it.\n\nDecide here:\n%(url)s\n"
        )
        if proposal.asker_is_parent
        else gettext_lazy(
            "%(asker)s asks to become a part of %(asked)s.\n\nDecide here:\n%(url)s\n"
        ),
        {
            "asker": proposal.asker.name,
            "asked": asked.name,
            "url": absolute(reverse("orgs:structure", args=[asked.slug])),
        },
        key=f"part-asked:{proposal.pk}",
    )


def part_detached(parent: Organisation, part: Organisation, told: Organisation) -> None:
    """Tell the owners of the other side that a part is one no more."""
    to_members(
        members_with(told.pk, [Role.OWNER]),
        told,
        gettext_lazy("%(part)s is no longer part of %(parent)s"),
        gettext_lazy(
            "%(part)s is no longer part of %(parent)s: one of the two has ended it.\n\n"
            "Members, keys and credentials of both stay as they are.\n"
        ),
        {"part": part.name, "parent": parent.name},
        key=f"part-detached:{uuid7()}",
    )


def domain_failing(proof: DomainProof, *, days_left: int) -> None:
    """Warn the owners that the proof of their domain will soon be withdrawn."""
    to_members(
        members_with(proof.organisation_id, [Role.OWNER]),
        proof.organisation,
        gettext_lazy("We can no longer check %(domain)s"),
        gettext_lazy(
            "%(domain)s no longer says that %(organisation)s is its own.\n\n"
            "If this stays so for %(days)d more days, the domain disappears from your page and "
            "from your credentials' pages. The credentials themselves stay valid.\n\n"
            "See what is missing, and check again:\n%(url)s\n"
        ),
        _domain_facts(proof) | {"days": days_left},
        key=f"domain-failing:{proof.pk}:{proof.checked_at:%Y%m%d}",
    )


def domain_lost(proof: DomainProof) -> None:
    """Tell the owners that the proof of their domain was withdrawn."""
    to_members(
        members_with(proof.organisation_id, [Role.OWNER]),
        proof.organisation,
        gettext_lazy("%(domain)s is no longer shown with %(organisation)s"),
        gettext_lazy(
            "For %(days)d days in a row %(domain)s did not say that %(organisation)s is its own, "
            "so we no longer show it. Your identifier and your credentials stay as they are.\n\n"
            "Prove the domain again here:\n%(url)s\n"
        ),
        _domain_facts(proof) | {"days": proof.failures},
        key=f"domain-lost:{proof.pk}",
    )


def _domain_facts(proof: DomainProof) -> dict[str, Any]:
    return {
        "domain": proof.domain,
        "organisation": proof.organisation.name,
        "url": absolute(reverse("orgs:domain", args=[proof.organisation.slug])),
    }
