"""The letters about places in programmes: given, waiting, moved up, taken away."""

from functools import partial
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from skillmark.platform.mailing import letters
from skillmark.platform.mailing.senders import Sender

ENROLLED: Final = "programme-enrolled"
WAITLISTED: Final = "programme-waitlisted"
PROMOTED: Final = "programme-promoted"
REMOVED: Final = "programme-removed"
_PLACES: Final = {
    "name": _("the learner's name"),
    "programme": _("the programme"),
    "cohort": _("the group"),
    "issuer": _("your organisation's name"),
}
_SEE: Final = _("See your programme")


def _sample(sender: Sender) -> dict[str, str]:
    return {
        "name": "Ida Lindqvist",
        "programme": str(_("Workplace safety")),
        "cohort": str(_("Evenings in spring")),
        "issuer": sender.name,
        "starts": str(_("It starts on 3 May 2030.")),
        "reason": str(_("The reason that was given stands here.")),
        "url": f"{settings.SKILLMARK.site_url}/learning/…",
    }


_register = partial(letters.register_note, placeholders=_PLACES, sample=_sample, action=_SEE)

_register(
    ENROLLED,
    110,
    (
        _("Place in a programme"),
        _("When somebody registers for a group and gets a place."),
        _("You have a place: {programme}"),
        _("Dear {name},\n\nYou have a place in “{programme}” ({cohort}) at {issuer}."),
    ),
    _("{starts}"),
)
_register(
    WAITLISTED,
    120,
    (
        _("On the waiting list"),
        _("When somebody registers for a group that is full."),
        _("On the waiting list: {programme}"),
        _(
            "Dear {name},\n\nAll places in “{programme}” ({cohort}) are taken. You are on the "
            "waiting list of {issuer}. As soon as a place comes free you get it, and a mail."
        ),
    ),
    _("If you no longer want the place, leave the list on the page of the programme."),
)
_register(
    PROMOTED,
    130,
    (
        _("Moved up from the waiting list"),
        _("When a place comes free for somebody who waits."),
        _("A place came free: {programme}"),
        _(
            "Dear {name},\n\nA place in “{programme}” ({cohort}) at {issuer} came free, and it "
            "is yours."
        ),
    ),
    _("If you no longer want it, give it back on the page of the programme: somebody waits."),
)
_register(
    REMOVED,
    140,
    (
        _("Place taken away"),
        _("When a group is cancelled, or somebody is taken off its list."),
        _("Your place has ended: {programme}"),
        _(
            "Dear {name},\n\nYou no longer have a place in “{programme}” ({cohort}) at {issuer}."
        ),
    ),
    _("The reason: {reason}"),
    action=_("See other programmes"),
)
