"""The two mails of an erasure: that it waits and can be undone, and that it is done."""

from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from skillmark.platform.erasure.models import Erasure
from skillmark.platform.events import services as events
from skillmark.platform.mailing import languages, letters
from skillmark.platform.mailing.letters import Kind, Letter, Writer
from skillmark.platform.mailing.senders import Sender
from skillmark.platform.people.models import User

WAITING: Final = "erasure-waiting"
DONE: Final = "erasure-done"
_ORDER: Final = 510
_WHEN: Final = "j F Y, H:i"


def tell_waiting(erasure: Erasure, user: User) -> None:
    """Write to every proven address that all will be erased, and until when it can be undone."""
    language = languages.choose(erasure.language)
    with override(language):
        facts = {
            "until": date_format(erasure.due_at, _WHEN) + " UTC",
            "url": settings.SKILLMARK.site_url + reverse("erasure:account"),
        }
    letter = Writer(letters.kind_of(WAITING), language, _platform()).write(facts)
    events.send_mail(
        recipient=user.email, subject=letter.subject, text=letter.text, html=letter.html
    )


def done(erasure: Erasure) -> Letter:
    """Return the last mail; nothing in it says who reads it."""
    language = languages.choose(erasure.language)
    facts = {"reference": erasure.reference}
    return Writer(letters.kind_of(DONE), language, _platform()).write(facts)


def _platform() -> Sender:
    return Sender("Skillmark", "")


def _sample(_sender: Sender) -> dict[str, str]:
    return {
        "until": date_format(now(), _WHEN) + " UTC",
        "url": settings.SKILLMARK.site_url + "/accounts/erase",
        "reference": "E-0123456789",
    }


letters.register(
    Kind(
        key=WAITING,
        label=_("Everything will be erased"),
        occasion=_("When somebody asks for everything about them to be erased."),
        subject=_("Everything about you will be erased"),
        intro=_(
            "You asked us to erase everything about you. Until {until} you can undo this; then it "
            "begins, and nobody can bring anything back."
        ),
        fixed={
            "title": _("Everything about you will be erased"),
            "action": _("See it, or undo it"),
            "otherwise": _(
                "If this was not you, sign in, undo it and choose a new password at once."
            ),
        },
        sample=_sample,
        editable=False,
        order=_ORDER,
    )
)
letters.register(
    Kind(
        key=DONE,
        label=_("Everything is erased"),
        occasion=_("Once everything about somebody is erased. No copy of this mail is kept."),
        subject=_("Everything about you is erased"),
        intro=_(
            "What this site kept of you is gone: your account, your credentials, your work and "
            "the mails to you. Files that you or others have keep their proof and can still be "
            "checked. The number of this erasure is {reference}; it is all that is left."
        ),
        fixed={
            "title": _("Everything about you is erased"),
            "otherwise": _("This is the last mail. You need not do anything."),
        },
        sample=_sample,
        editable=False,
        order=_ORDER + 1,
    )
)
