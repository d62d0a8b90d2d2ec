"""The design system as a Django app: templates, styles, scripts, tags; no models."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Register the shared look under the label ``ui``."""

    name = "skillmark.platform.ui"
    label = "ui"
    verbose_name = "Design system"
