"""The letters about credentials: issued, reminded, renewed, corrected, revoked and the rest."""

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from skillmark.platform.issuing.models import DeliveryKind
from skillmark.platform.mailing import letters
from skillmark.platform.mailing.letters import Kind
from skillmark.platform.mailing.senders import Sender

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

GIVEN: Final = "issuing/mail/given"
CHANGED: Final = "issuing/mail/changed"
BADGE: Final = "badge"
SAMPLE_NAME: Final = "Ida Lindqvist"
SAMPLE_ID: Final = "0198f2aa-0000-7000-8000-000000000000"
_PLACES: Final = {
    "name": _("the holder's name"),
    "achievement": _("what was awarded"),
    "issuer": _("your organisation's name"),
}


def kind_for(kind: DeliveryKind) -> Kind:
    """Return the kind of letter that a delivery is; one sent again reads as the first did."""
    key = DeliveryKind.ISSUED if kind == DeliveryKind.RESENT else kind
    return letters.kind_of(key.value)


def _sample(sender: Sender) -> dict[str, str]:
    site = settings.SKILLMARK.site_url
    return {
        "name": SAMPLE_NAME,
        "achievement": str(_("Fire prevention at work")),
        "issuer": sender.name,
        "claim_url": f"{site}/claim/…",
        "credential_url": f"{site}/c/{SAMPLE_ID}",
        "badge": f"cid:{BADGE}",
    }


def _sample_with_reason(sender: Sender) -> dict[str, str]:
    return _sample(sender) | {"reason": str(_("The reason that was given stands here."))}


def _sample_with_end(sender: Sender) -> dict[str, str]:
    return _sample(sender) | {"valid_until": str(_("3 May 2030")), "part": "CPR"}


def _given(
    kind: DeliveryKind,
    order: int,
    *,
    occasion: "_StrPromise",
    subject: "_StrPromise",
    above: "_StrPromise",
    intro: "_StrPromise",
    news: bool = False,
) -> None:
    """Register a letter that hands something over: a large badge and one button."""
    letters.register(
        Kind(
            key=kind.value,
            label=kind.label,
            occasion=occasion,
            subject=subject,
            intro=intro,
            template=GIVEN,
            placeholders=_PLACES,
            sample=_sample_with_end,
            fixed={
                "above": above,
                "action": _("Take your credential"),
                "badge_words": _("Badge of {achievement}"),
            },
            news=news,
            order=order,
        )
    )


def _told(
    kind: DeliveryKind,
    order: int,
    *,
    occasion: "_StrPromise",
    subject: "_StrPromise",
    intro: "_StrPromise",
    ends: bool = False,
    part: bool = False,
) -> None:
    """Register a letter that tells what was changed: a small badge and the public page."""
    letters.register(
        Kind(
            key=kind.value,
            label=kind.label,
            occasion=occasion,
            subject=subject,
            intro=intro,
            template=CHANGED,
            placeholders=_PLACES | ({"part": _("the part that ends earlier")} if part else {}),
            sample=_sample_with_end if ends else _sample_with_reason,
            fixed={"title": subject, "badge_words": _("Badge of {achievement}")},
            order=order,
        )
    )


_given(
    DeliveryKind.ISSUED,
    10,
    occasion=_("When a credential is issued or its mail is sent again."),
    subject=_("{issuer} awarded you: {achievement}"),
    above=_("{issuer} awarded you"),
    intro=_(
        "Dear {name},\n\nThis credential is yours. It is signed, so that anyone can check that it "
        "is real, today and in ten years. You need no account to take it."
    ),
)
_given(
    DeliveryKind.REMINDER,
    20,
    occasion=_("Some days after a credential was issued and not taken. Set in the policies."),
    subject=_("It waits for you: {achievement}"),
    above=_("{issuer} awarded you"),
    intro=_(
        "Dear {name},\n\nYou have not taken this credential yet. It takes one click, and no "
        "account."
    ),
    news=True,
)
_given(
    DeliveryKind.RENEWED,
    30,
    occasion=_("When a credential is renewed."),
    subject=_("Renewed: {achievement}"),
    above=_("{issuer} renewed"),
    intro=_(
        "Dear {name},\n\nYour credential was renewed. The old one stays where it is and leads to "
        "the new one."
    ),
)
_given(
    DeliveryKind.REPLACED,
    40,
    occasion=_("When a credential is corrected by a new one."),
    subject=_("Corrected: {achievement}"),
    above=_("{issuer} corrected"),
    intro=_(
        "Dear {name},\n\nYour credential had a mistake. This one replaces it; the old link leads "
        "here."
    ),
)
_given(
    DeliveryKind.REISSUED,
    45,
    occasion=_("When credentials are issued again because a signing key had to be replaced."),
    subject=_("Signed anew: {achievement}"),
    above=_("{issuer} signed anew"),
    intro=_(
        "Dear {name},\n\nThe key that signed your credential had to be replaced. Nothing that you "
        "earned has changed. This is the same credential, signed with a new key; the old link "
        "leads here."
    ),
)
_told(
    DeliveryKind.DUE,
    50,
    occasion=_("Some time before a credential ends, when its achievement says so."),
    subject=_("Ends soon: {achievement}"),
    intro=_(
        "Dear {name},\n\nYour credential “{achievement}” will end soon. {issuer} can tell you how "
        "to renew it."
    ),
    ends=True,
)
_told(
    DeliveryKind.ENDED,
    60,
    occasion=_("When the validity of a credential is over."),
    subject=_("Has ended: {achievement}"),
    intro=_(
        "Dear {name},\n\nYour credential “{achievement}” has ended. Everyone can still see that "
        "you had it, and until when."
    ),
    ends=True,
)
_told(
    DeliveryKind.PART_DUE,
    64,
    occasion=_("Some time before a shorter clock inside ends, such as CPR within first aid."),
    subject=_("{part} ends soon: {achievement}"),
    intro=_(
        "Dear {name},\n\nThe part “{part}” of your credential “{achievement}” will end soon; the "
        "rest stays valid. {issuer} can tell you how to renew it."
    ),
    ends=True,
    part=True,
)
_told(
    DeliveryKind.PART_ENDED,
    66,
    occasion=_("When a shorter clock inside has ended, and the credential itself has not."),
    subject=_("{part} has ended: {achievement}"),
    intro=_(
        "Dear {name},\n\nThe part “{part}” of your credential “{achievement}” has ended. The rest "
        "stays valid; whoever looks at it sees both. {issuer} can tell you how to renew the part."
    ),
    ends=True,
    part=True,
)
_told(
    DeliveryKind.REVOKED,
    70,
    occasion=_("When a credential is revoked."),
    subject=_("Revoked: {achievement}"),
    intro=_(
        "Dear {name},\n\n{issuer} revoked your credential “{achievement}”. It is not valid any "
        "more."
    ),
)
_told(
    DeliveryKind.SUSPENDED,
    80,
    occasion=_("When a credential is suspended."),
    subject=_("Suspended: {achievement}"),
    intro=_(
        "Dear {name},\n\n{issuer} suspended your credential “{achievement}”. It is not valid for "
        "the time being."
    ),
)
_told(
    DeliveryKind.LIFTED,
    90,
    occasion=_("When a suspension is lifted."),
    subject=_("Valid again: {achievement}"),
    intro=_(
        "Dear {name},\n\n{issuer} lifted the suspension of your credential “{achievement}”. It is "
        "valid again."
    ),
)
