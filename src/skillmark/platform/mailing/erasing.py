"""What is kept of an address to write to, or not to: gone with the person."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, everywhere, register

_KIND: Final = _("Mail preferences")


def _addressed(label: str) -> Callable[[Subject], QuerySet[Any]]:
    def find(whom: Subject) -> QuerySet[Any]:
        return whom.own(everywhere(label)).filter(whom.addressed("address"))

    return find


for _model in ("mailing.Suppression", "mailing.Subscription"):
    register(Part(model=_model, kind=_KIND, find=_addressed(_model), order=93))
