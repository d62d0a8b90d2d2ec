"""How Django forms are drawn: our field template around Django's own widgets.

Set ``FORM_RENDERER = "skillmark.platform.ui.renderer.FormRenderer"`` and every ``{{ form }}``
and ``{{ form.name.as_field_group }}`` is drawn by `ui/components`.
"""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draw forms and fields with the components of the design system."""

    form_template_name = "ui/components/form.html"
    field_template_name = "ui/components/field.html"
