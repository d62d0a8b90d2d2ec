"""Template tags of organisations' pages: the tabs of their settings."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse

from skillmark.platform.orgs import panels
from skillmark.platform.orgs.countries import name_of
from skillmark.platform.ui import navigation

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

register = template.Library()


register.filter("country_name", name_of)


@dataclass(frozen=True, slots=True)
class TabLink:
    """A tab that opens for the member."""

    label: "_StrPromise"
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class TabGroup:
    """Pages of one matter; its own link leads to the first of them."""

    label: "str | _StrPromise"
    links: list[TabLink]

    @property
    def url(self) -> str:
        """Return the address of the first page."""
        return self.links[0].url

    @property
    def current(self) -> bool:
        """Return whether one of the pages is the current."""
        return any(link.current for link in self.links)


@register.simple_tag(takes_context=True)
def settings_tabs(context: template.Context) -> list[TabGroup]:
    """Return the pages of the settings that open for the member; one may be the current."""
    request: Any = context["request"]
    slug, role = request.organisation.slug, request.membership.role
    groups = {group: TabGroup(group.label, []) for group in panels.Group}
    for tab in panels.SETTINGS:
        url = reverse(tab.view, args=[slug])
        if navigation.may_open(url, role):
            link = TabLink(tab.label, url, tab.key == context.get("tab"))
            groups[tab.group].links.append(link)
    return [group for group in groups.values() if group.links]
