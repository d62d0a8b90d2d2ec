"""Reading a course's grade book and its members (AGS 2.0 §3.2, §3.3; NRPS 2.0 §2)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.platform.lti import platforms
from skillmark.platform.lti.errors import ScopeError, ServiceError
from skillmark.platform.lti.models import Course, Registration

SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEMS: Final = SCOPE + "lineitem.readonly"
ALL_LINE_ITEMS: Final = SCOPE + "lineitem"
RESULTS: Final = SCOPE + "result.readonly"
SCORE: Final = SCOPE + "score"
MEMBERS: Final = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_IMS: Final = "application/vnd.ims."
LINE_ITEMS_TYPE: Final = _IMS + "lis.v2.lineitemcontainer+json"
RESULTS_TYPE: Final = _IMS + "lis.v2.resultcontainer+json"
SCORE_TYPE: Final = _IMS + "lis.v1.score+json"
MEMBERS_TYPE: Final = _IMS + "lti-nrps.v2.membershipcontainer+json"
MOST: Final = 20_000  # results or members of one course
_MOST_SCORE: Final = 10**9


@dataclass(frozen=True, slots=True)
class LineItem:
    """A column of a grade book."""

    url: str
    label: str
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """What somebody reached, of how much."""

    subject: str
    score: Decimal
    maximum: Decimal


def line_items(course: Course) -> list[LineItem]:
    """Return the lines of a course's grade book that the platform lets us see.

    Raises:
        ServiceError: the platform has no such service, or did not answer as it should.
    """
    if not course.line_items_url:
        raise ScopeError(_("The platform does not show us the grade book of this course."))
    scope = LINE_ITEMS if LINE_ITEMS in course.scopes else ALL_LINE_ITEMS
    opened = platforms.access(course.registration, [scope])
    found = _entries(platforms.read_all(opened, course.line_items_url, LINE_ITEMS_TYPE))
    return [item for item in map(_line_item, found) if item is not None]


def results(registration: Registration, line_item: str) -> list[Result]:
    """Return the results of a line: those that have a score.

    Raises:
        ServiceError: the platform did not answer as it should.
    """
    opened = platforms.access(registration, [RESULTS])
    found = _entries(platforms.read_all(opened, below(line_item, "results"), RESULTS_TYPE))
    return [result for result in map(_result, found) if result is not None]


def addresses(course: Course) -> dict[str, str]:
    """Return the e-mail addresses of a course's members by person; empty without the service.

    Raises:
        ServiceError: the platform did not answer as it should.
    """
    if not course.members_url:
        return {}
    opened = platforms.access(course.registration, [MEMBERS])
    found: dict[str, str] = {}
    for page in platforms.read_all(opened, course.members_url, MEMBERS_TYPE):
        members = page.get("members") if isinstance(page, dict) else None
        for one in members if isinstance(members, list) else ():
            subject = one.get("user_id") if isinstance(one, dict) else None
            email = one.get("email") if isinstance(one, dict) else None
            if isinstance(subject, str) and isinstance(email, str) and len(found) < MOST:
                found[subject] = email.strip().lower()
    return found


def below(line_item: str, service: str) -> str:
    """Return the address of a service of a line, whatever its query (AGS 2.0 §3.3.3, §3.4.6)."""
    path, mark, query = line_item.partition("?")
    return f"{path.rstrip('/')}/{service}{mark}{query}"


def _entries(pages: list[JsonValue]) -> list[JsonObject]:
    found: list[JsonObject] = []
    for page in pages:
        if not isinstance(page, list):
            raise ServiceError(_("The platform's answer cannot be read."))
        found += [one for one in page if isinstance(one, dict)]
        if len(found) > MOST:
            raise ServiceError(_("The list of the platform has no end."))
    return found


def _line_item(one: JsonObject) -> LineItem | None:
    url, label, maximum = one.get("id"), one.get("label"), _number(one.get("scoreMaximum"))
    if not isinstance(url, str) or not url.isascii() or len(url) > 1_000:  # noqa: PLR2004 - a column's length
        return None
    return LineItem(url, str(label or url)[:200], maximum or Decimal(1))


def _result(one: JsonObject) -> Result | None:
    subject, score = one.get("userId"), _number(one.get("resultScore"))
    maximum = _number(one.get("resultMaximum"))
    if score is None or not isinstance(subject, str) or not 0 < len(subject) <= 255:  # noqa: PLR2004
        return None
    return Result(subject, score, maximum or Decimal(1))


def _number(value: JsonValue) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Decimal(str(value)) if 0 <= value <= _MOST_SCORE else None
