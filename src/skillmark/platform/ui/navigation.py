"""The left rail of the console: what stands there, in which order.

An entry whose address no app answers yet, or whose view would send the member away, is left out:
there is never a dead link.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the console; ``path`` is relative to ``/studio/<slug>/``."""

    key: str
    label: "_StrPromise"
    icon: str
    path: str


@dataclass(frozen=True, slots=True)
class Link:
    """A section with the address that answers for it."""

    section: Section
    url: str
    current: bool


SECTIONS: Final = (
    Section("overview", _("Overview"), "layout-dashboard", ""),
    Section("achievements", _("Achievements"), "award", "achievements"),
    Section("issue", _("Issue"), "stamp", "issue"),
    Section("credentials", _("Credentials"), "scroll-text", "credentials"),
    Section("batches", _("Batches"), "layers", "batches"),
    Section("settings", _("Settings"), "settings", "settings"),
    Section("audit", _("Audit"), "history", "audit"),
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
    """Return whether the view at ``url`` lets ``role`` in; a view that does not say, does."""
    roles = getattr(resolve(url).func, "studio_roles", None)
    return roles is None or role in roles


def links(slug: str, path: str, role: str) -> list[Link]:
    """Return the sections of one organisation that exist and open for a member, in order.

    Args:
        slug: the organisation's.
        path: where the person is; the section with the longest fitting address is current.
        role: the person's in the organisation.
    """
    found = []
    for section in SECTIONS:
        url = answering(f"/studio/{slug}/{section.path}")
        if url is not None and may_open(url, role):
            found.append((section, url))
    here = path.rstrip("/") + "/"
    fitting = [url for _section, url in found if here.startswith(url.rstrip("/") + "/")]
    current = max(fitting, key=len, default="")
    return [Link(section, url, url == current) for section, url in found]
