"""Reasons of a hit as whole sentences in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from skillmark.platform.skills.engine.query import How
from skillmark.platform.skills.engine.reasons import Place, Reason


def sentences(reasons: Iterable[Reason]) -> list[str]:
    """Return a sentence for each of the first two reasons; a third tells nobody more."""
    return [_sentence(one) for one in list(reasons)[:2]]


def _sentence(reason: Reason) -> str:
    words = _listed(dict.fromkeys(_met(reason)))
    if reason.place == Place.LABEL:
        return _("In its name: %(words)s") % {"words": words}
    if reason.place == Place.ALTERNATIVE:
        return _("Also called “%(name)s”: %(words)s") % {"name": reason.text, "words": words}
    return _("In its description: %(words)s") % {"words": words}


def _met(reason: Reason) -> Iterable[str]:
    for typed, met, how in zip(reason.typed, reason.met, reason.how, strict=True):
        if how == How.SYNONYM:
            yield _("%(met)s (for “%(typed)s”)") % {"met": met, "typed": typed}
        elif how == How.SPELLING:
            yield _("%(met)s (read for “%(typed)s”)") % {"met": met, "typed": typed}
        else:
            yield met


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
