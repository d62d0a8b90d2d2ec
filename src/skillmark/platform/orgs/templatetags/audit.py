"""The way from a thing to its history in the audit trail."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skillmark.platform.ui.templatetags.ui import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def history_link(context: template.Context, kind: str, identifier: Any) -> SafeString:
    """Return a link to every act that was done to one thing.

    Args:
        context: of a page of the console.
        kind: the thing's model, in small letters.
        identifier: the thing's id.
    """
    slug = context["request"].organisation.slug
    return format_html(
        '<a class="button button-quiet button-small" href="{}?object={}:{}">{}<span>{}</span></a>',
        reverse("orgs:audit", args=[slug]),
        kind,
        identifier,
        icon("history"),
        _("History in the audit trail"),
    )
