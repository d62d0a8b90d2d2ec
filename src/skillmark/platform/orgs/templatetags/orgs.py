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


@register.simple_tag(takes_context=True)
def settings_tabs(context: template.Context) -> list[TabLink]:
    """Return the pages of the settings that open for the member; one may be the current."""
    request: Any = context["request"]
    slug, role = request.organisation.slug, request.membership.role
    found = [
        TabLink(tab.label, reverse(tab.view, args=[slug]), tab.key == context.get("tab"))
        for tab in panels.SETTINGS
    ]
    return [link for link in found if navigation.may_open(link.url, role)]
