"""Filters for showing what an achievement says."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from skillmark.platform.catalog import text

register = template.Library()


@register.filter
def markdown(source: str) -> SafeString:
    """Return Markdown as harmless HTML."""
    return text.markdown(source)


@register.filter
def plain_number(value: Decimal | None) -> str:
    """Return a decimal without trailing zeros, nothing for none."""
    return "" if value is None else text.plain_number(value)
