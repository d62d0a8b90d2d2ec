"""The letters about work that was handed in: received, decided, appealed; and what waits."""

from functools import partial
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from skillmark.platform.mailing import letters
from skillmark.platform.mailing.letters import Kind
from skillmark.platform.mailing.senders import Sender

RECEIVED: Final = "assessment-received"
COMPETENT: Final = "assessment-competent"
NOT_YET: Final = "assessment-not-yet"
APPEALED: Final = "assessment-appealed"
WAITING: Final = "assessment-waiting"
_PLACES: Final = {
    "name": _("the learner's name"),
    "unit": _("the unit"),
    "issuer": _("your organisation's name"),
}


def _sample(sender: Sender) -> dict[str, str]:
    return {
        "name": "Ida Lindqvist",
        "unit": str(_("Fire prevention")),
        "issuer": sender.name,
        "reasons": str(_("The reasons that were given stand here.")),
        "attempts": str(_("You have two attempts left.")),
        "url": f"{settings.SKILLMARK.site_url}/learning/work/…",
    }


_register = partial(letters.register_note, placeholders=_PLACES, sample=_sample)

_register(
    RECEIVED,
    150,
    (
        _("Work received"),
        _("When somebody hands in work for a unit."),
        _("We have your work: {unit}"),
        _(
            "Dear {name},\n\nYour work for “{unit}” has reached {issuer}. An assessor will mark "
            "it; you get a mail when it is decided."
        ),
    ),
    _("Until somebody has marked it, you can take it back on its page."),
    _("See your work"),
)
_register(
    COMPETENT,
    160,
    (
        _("Work judged competent"),
        _("When a decision says that somebody is competent."),
        _("Competent: {unit}"),
        _("Dear {name},\n\nYour work for “{unit}” shows what it should. Well done."),
    ),
    _("Your credential comes in a mail of its own."),
    _("Read the feedback"),
)
_register(
    NOT_YET,
    170,
    (
        _("Work judged not yet competent"),
        _("When a decision says that something is missing."),
        _("Not yet: {unit}"),
        _("Dear {name},\n\nYour work for “{unit}” does not show everything yet.\n\n{reasons}"),
    ),
    _("{attempts} If you think the judgement is wrong, you can appeal on the page."),
    _("Read the feedback"),
)
_register(
    APPEALED,
    180,
    (
        _("Appeal received"),
        _("When somebody appeals against a decision."),
        _("We have your appeal: {unit}"),
        _(
            "Dear {name},\n\n{issuer} has your appeal. Somebody who has not seen your work for "
            "“{unit}” will mark it anew."
        ),
    ),
    _("Their decision takes the place of the first one. Both stay on record."),
    _("See your work"),
)


def _waiting_sample(sender: Sender) -> dict[str, str]:
    return {
        "name": "Tomas Berg",
        "issuer": sender.name,
        "count": str(ngettext("%(n)d piece of work", "%(n)d pieces of work", 3) % {"n": 3}),
        "url": f"{settings.SKILLMARK.site_url}/assess",
    }


letters.register(
    Kind(
        key=WAITING,
        label=_("Work waits for an assessor"),
        occasion=_("When new work waits for an assessor, at most once in 20 hours."),
        subject=_("{count} to assess at {issuer}"),
        intro=_("Dear {name},\n\n{count} to assess at {issuer}, the oldest first."),
        placeholders={
            "name": _("the assessor's name"),
            "count": _("how much waits"),
            "issuer": _("your organisation's name"),
        },
        fixed={
            "title": _("{count} to assess"),
            "action": _("Open the queue"),
            "otherwise": _(
                "If you know whose work it is too well, declare a conflict of interest there."
            ),
        },
        sample=_waiting_sample,
        news=True,
        order=190,
    )
)
