"""Filters for showing what an achievement says."""

from decimal import Decimal
from typing import Final

from django import template
from django.utils.safestring import SafeString

from skillmark.platform.catalog import text

register = template.Library()

CODE_LENGTH: Final = 16  # characters; longer codes are for programs


@register.filter
def markdown(source: str) -> SafeString:
    """Return Markdown as harmless HTML."""
    return text.markdown(source)


@register.filter
def short_code(code: str) -> str:
    """Return a framework's code if people say it (``S5.6.1``), nothing if it is an identifier."""
    return code if code and len(code) <= CODE_LENGTH else ""


@register.filter
def plain_number(value: Decimal | None) -> str:
    """Return a decimal without trailing zeros, nothing for none."""
    return "" if value is None else text.plain_number(value)
