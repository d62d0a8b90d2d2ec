"""The demo: an invented provider with its people, so that a newcomer sees everything at work."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Seeded by ``skillmark demo``; nothing of it runs in a real installation."""

    name = "skillmark.platform.demo"
    label = "demo"
    verbose_name = "Demo data"
