"""The quality panel beside the form: whatever stands in the form now, judged on drawing it."""

from typing import Any

from django import template
from django.template.context import RequestContext

from skillmark.platform.catalog.quality import definitions as quality
from skillmark.platform.catalog.quality import report as quality_report
from skillmark.platform.catalog.quality.report import Shown

register = template.Library()


@register.simple_tag(takes_context=True)
def quality_of_form(context: RequestContext) -> Shown:
    """Return what the organisation's profiles say of the `form` of the page."""
    organisation = _organisation(context)
    definition = quality.of_form(context["form"], organisation)
    return quality_report.show(
        quality.judge(definition, quality.aims(organisation)), organisation
    )


def _organisation(context: RequestContext) -> Any:
    return context["request"].organisation
