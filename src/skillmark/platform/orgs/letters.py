"""Organisations as senders of letters, with their logo, and the letter that invites a member."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from PIL import Image

from skillmark.platform.events import mail
from skillmark.platform.events import services as events
from skillmark.platform.events.mail import Picture
from skillmark.platform.mailing import letters, senders, subscriptions
from skillmark.platform.mailing.letters import Kind, Writer
from skillmark.platform.mailing.senders import Sender
from skillmark.platform.orgs.models import Organisation

INVITATION: Final = "invitation"
LOGO_SIDE: Final = 192  # px: twice its size in the mail
_LOGOS: Final = "orgs.logo"


def sender_of(organisation: Organisation) -> Sender:
    """Return an organisation as a sender."""
    return Sender(
        organisation.name,
        f"{settings.SKILLMARK.site_url}/i/{organisation.slug}",
        organisation.email,
        organisation.language,
        organisation.pk,
        Picture("logo", _LOGOS, str(organisation.pk)) if organisation.logo else None,
    )


def send(
    organisation: Organisation,
    key: str,
    facts: Mapping[str, str],
    *,
    to: str,
    language: str,
    dedupe_key: str | None = None,
    stop: str = "",
    awaited: bool = False,
) -> None:
    """Write a letter of an organisation into the outbox, in the caller's transaction.

    Args:
        organisation: whose letter it is; answers go there.
        key: of its kind.
        facts: what it speaks of.
        to: one address.
        language: that it is written in.
        dedupe_key: a second letter with this key is not sent.
        stop: the address to unsubscribe at, where there is one.
        awaited: somebody sits and waits for it.
    """
    kind, sender = letters.kind_of(key), sender_of(organisation)
    letter = Writer(kind, language, sender).write(facts)
    draft = events.mail_draft(
        recipient=to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        on_behalf_of=organisation.name,
        reply_to=[organisation.email] if organisation.email else (),
        organisation_id=organisation.pk,
        dedupe_key=dedupe_key,
        headers=subscriptions.headers(stop) if stop else None,
        pictures=[sender.logo] if sender.logo else [],
        awaited=awaited,
        news=kind.news,
    )
    events.emit_many([draft])


def _find(organisation_id: UUID) -> Sender | None:
    found = Organisation.objects.filter(pk=organisation_id).first()
    return sender_of(found) if found else None


def _logo(key: str) -> bytes | None:
    data = Organisation.objects.values_list("logo", flat=True).filter(pk=key).first()
    return _small(bytes(data)) if data else None


@lru_cache(maxsize=64)
def _small(png: bytes) -> bytes:
    with Image.open(BytesIO(png)) as picture:
        picture.thumbnail((LOGO_SIDE, LOGO_SIDE))
        out = BytesIO()
        picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _sample(sender: Sender) -> dict[str, str]:
    return {
        "organisation": sender.name,
        "person": "Olivia Owner",
        "role": str(pgettext_lazy("role", "Issuer")),
        "url": f"{settings.SKILLMARK.site_url}/join/…",
    }


letters.register(
    Kind(
        key=INVITATION,
        label=_("Invitation"),
        occasion=_("When somebody is invited to work in your organisation."),
        subject=_("Join {organisation} on Skillmark"),
        intro=_("{person} invites you to join {organisation} on Skillmark. Your role: {role}."),
        placeholders={
            "organisation": _("your organisation's name"),
            "person": _("who invites"),
            "role": _("the role offered"),
        },
        fixed={
            "title": _("Join {organisation}"),
            "action": _("Accept the invitation"),
            "otherwise": _(
                "The button works for 14 days, and once. If you do not know {person}, do "
                "nothing: nothing happens."
            ),
        },
        sample=_sample,
        order=200,
    )
)
senders.register(_find)
mail.register_pictures(_LOGOS, _logo)
