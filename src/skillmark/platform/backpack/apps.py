"""The backpack app as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class BackpackConfig(AppConfig):
    """A learner's credentials: claiming and keeping them."""

    name = "skillmark.platform.backpack"
    label = "backpack"
    verbose_name = "Backpack"

    def ready(self) -> None:
        """Know the address a claim link was sent to; let what is from elsewhere count."""
        from skillmark.platform.backpack.imports import counting  # noqa: PLC0415
        from skillmark.platform.issuing.services import claims  # noqa: PLC0415
        from skillmark.platform.pathways import history  # noqa: PLC0415
        from skillmark.platform.people import prefill  # noqa: PLC0415
        from skillmark.platform.programmes import eligibility  # noqa: PLC0415

        prefill.register("backpack:claim", lambda token: claims.look_up(token).email)
        history.add_source("backpack", counting)
        eligibility.add_source("backpack", counting.recognised)
        import_module("skillmark.platform.backpack.imports.jobs")
        import_module("skillmark.platform.backpack.receivers")
