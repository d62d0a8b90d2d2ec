"""The letter that proves the address of somebody who asks at an open claim link."""

from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from skillmark.platform.mailing import letters
from skillmark.platform.mailing.letters import Kind
from skillmark.platform.mailing.senders import Sender

CONFIRM: Final = "open-claim"


def _sample(_sender: Sender) -> dict[str, str]:
    return {
        "achievement": "Fire prevention",
        "name": "Mark Olsen",
        "url": f"{settings.SKILLMARK.site_url}/claim/open/confirm/…",
    }


letters.register(
    Kind(
        key=CONFIRM,
        label=_("Proof of an address"),
        occasion=_("When somebody asks for a credential at one of your open claim links."),
        subject=_("Confirm your address: {achievement}"),
        intro=_(
            "{name} asked for the credential “{achievement}” with this address. If that was you, "
            "confirm it, and the credential is yours."
        ),
        placeholders={
            "achievement": _("the achievement's name"),
            "name": _("who asked"),
        },
        fixed={
            "title": _("Confirm your address"),
            "action": _("Get my credential"),
            "otherwise": _(
                "The button works for 48 hours. If it was not you, do nothing: nothing is issued."
            ),
        },
        sample=_sample,
        order=60,
    )
)
