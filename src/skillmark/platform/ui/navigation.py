"""The left rail of the console: what stands there, in which order.

An entry whose address no app answers yet, or whose view would send the member away, is left out:
there is never a dead link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from skillmark.platform.ui.paging import MANY

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the console.

    Attributes:
        path: relative to ``/studio/<slug>/``.
        group: what it belongs to; the rail leaves a gap between groups.
    """

    key: str
    label: "_StrPromise"
    icon: str
    path: str
    group: str


@dataclass(frozen=True, slots=True)
class Link:
    """A section with the address that answers for it.

    Attributes:
        begins: another group begins here.
        waiting: how many things there wait for whoever looks; 0 shows nothing.
    """

    section: Section
    url: str
    current: bool
    begins: bool = False
    waiting: int = 0

    @property
    def waiting_shown(self) -> str:
        """Return the count as the rail shows it: from `MANY` on, that there are many."""
        return f"{MANY - 1}+" if self.waiting >= MANY else str(self.waiting)


type Counter = Callable[[HttpRequest], int]

_counters: Final[dict[str, Counter]] = {}


def counted(key: str, counter: Counter) -> None:
    """Show at the section `key` what `counter` counts, in the scope of the organisation."""
    _counters[key] = counter


def waiting(key: str, request: HttpRequest) -> int:
    """Return how many things wait in the section `key`."""
    counter = _counters.get(key)
    return counter(request) if counter is not None else 0


SECTIONS: Final = (
    Section("overview", _("Overview"), "layout-dashboard", "", "overview"),
    Section("achievements", _("Achievements"), "award", "achievements", "define"),
    Section("pathways", _("Pathways"), "route", "pathways", "define"),
    Section("programmes", _("Programmes"), "graduation-cap", "programmes", "define"),
    Section("skills", _("Skills"), "library", "skills", "define"),
    Section("quizzes", _("Quizzes"), "list-checks", "quizzes", "assess"),
    Section("assessment", _("Assessment"), "clipboard-check", "assessment", "assess"),
    Section("assess", _("To assess"), "clipboard-pen", "assess", "assess"),
    Section("issue", _("Issue"), "stamp", "issue", "award"),
    Section("credentials", _("Credentials"), "scroll-text", "credentials", "award"),
    Section("batches", _("Batches"), "layers", "batches", "award"),
    Section("links", _("Claim links"), "qr-code", "links", "award"),
    Section("approvals", _("Approvals"), "user-check", "approvals", "award"),
    Section("sharing", _("Sharing"), "share-2", "sharing", "follow"),
    Section("deliveries", _("Mails"), "mail", "deliveries", "follow"),
    Section("audit", _("Audit"), "history", "audit", "follow"),
    Section("settings", _("Settings"), "settings", "settings", "house"),
)


def answering(path: str) -> str | None:
    """Return ``path`` in the spelling a view answers (with or without the last slash)."""
    for candidate in dict.fromkeys((path, path.rstrip("/"), path.rstrip("/") + "/")):
        try:
            resolve(candidate)
        except Resolver404:
            continue
        return candidate
    return None


def may_open(url: str, role: str) -> bool:
    """Return whether the view at ``url`` lets ``role`` in; a view that does not say, does.

    One that only leads some roles elsewhere names those who stay in ``rail_roles``.
    """
    view = resolve(url).func
    roles = getattr(view, "rail_roles", getattr(view, "studio_roles", None))
    return roles is None or role in roles


def links(slug: str, path: str, role: str, request: HttpRequest | None = None) -> list[Link]:
    """Return the sections of one organisation that exist and open for a member, in order.

    Args:
        slug: the organisation's.
        path: where the person is; the section with the longest fitting address is current.
        role: the person's in the organisation.
        request: whose scope is open, to count what waits; None counts nothing.
    """
    found = []
    for section in SECTIONS:
        url = answering(f"/studio/{slug}/{section.path}")
        if url is not None and may_open(url, role):
            found.append((section, url))
    here = path.rstrip("/") + "/"
    fitting = [url for _section, url in found if here.startswith(url.rstrip("/") + "/")]
    current = max(fitting, key=len, default="")
    before = [section.group for section, _url in found]
    return [
        Link(
            section,
            url,
            current=url == current,
            begins=place > 0 and before[place - 1] != section.group,
            waiting=waiting(section.key, request) if request else 0,
        )
        for place, (section, url) in enumerate(found)
    ]
