"""The tour of the demo: whom to sign in as, and what is to be seen where.

The terminal and the first page tell the same; only the first page is translated.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from skillmark.platform.demo import people, providers

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to sign in as, and what this person sees."""

    email: str
    sees: "_StrPromise"


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to look at, as a path on this site."""

    words: "_StrPromise"
    path: str


_HARBOUR: Final = f"/studio/{providers.HARBOUR.slug}"

GUESTS: Final = (
    Guest(people.INES.email, _("runs Harbour Skills Training: everything a provider has")),
    Guest(people.TOM.email, _("issues there: lists, one for next week, mail that came back")),
    Guest(people.BEATRIZ.email, _("runs Universitas Meridiana and its three faculties")),
    Guest(people.GUSTAV.email, _("is the second person there: a draft and a list await a yes")),
    Guest(
        providers.FACULTIES[2].staff[0].email,
        _("runs Lifelong Learning: people wait at an open claim link"),
    ),
    Guest(people.SASKIA.email, _("runs the academy of Kestrel Logistics")),
    Guest(people.LENA.email, _("assesses there: work waits, a second mark and an appeal too")),
    Guest(people.MIKAEL.email, _("moderates there: two assessors disagree")),
    Guest(people.NILS.email, _("teaches at Brightwater, and marks two units for Harbour")),
    Guest(people.NURIA.email, _("assesses at the university: a claim of prior learning waits")),
    Guest(people.MARK.email, _("learns: three of four units; the fourth waits for its mark")),
    Guest(people.DEE.email, _("learns: one of her certificates has ended and can be renewed")),
    Guest(people.SAM.email, _("learns: a backpack with credentials of two providers")),
    Guest(people.PRIYA_NOW.email, _("learns: changed her address and lost nothing")),
)
STOPS: Final = (
    Stop(_("Become a safety officer"), "/programmes?goal=Safety+officer"),
    Stop(_("See what stacks to what"), "/p/workplace-safety-foundations"),
    Stop(_("Mark somebody's work"), "/assess"),
    Stop(_("How strictly it is marked"), f"{_HARBOUR}/assessment"),
    Stop(_("Questions and a test"), f"{_HARBOUR}/quizzes"),
    Stop(_("Issue a thousand"), f"{_HARBOUR}/issue"),
    Stop(_("Every state, searchable"), f"{_HARBOUR}/credentials"),
    Stop(_("Versions, reviews, drafts"), f"{_HARBOUR}/achievements"),
    Stop(_("Check a credential"), "/verify"),
    Stop(_("Read the public log"), "/log"),
    Stop(_("Read the mail it sends"), "/mailbox"),
    Stop(_("See an issuer"), f"/i/{providers.HARBOUR.slug}"),
    Stop(_("Who issues for whom"), f"/i/{providers.KESTREL.slug}"),
    Stop(_("See its faculties"), f"/i/{providers.MERIDIANA.slug}"),
    Stop(_("Call the API"), "/api/v1/docs"),
)
