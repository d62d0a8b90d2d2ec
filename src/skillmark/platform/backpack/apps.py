"""The backpack app as Django knows it."""

from django.apps import AppConfig


class BackpackConfig(AppConfig):
    """A learner's credentials: claiming and keeping them."""

    name = "skillmark.platform.backpack"
    label = "backpack"
    verbose_name = "Backpack"

    def ready(self) -> None:
        """Let a sign-up that a claim link led to know the address it was sent to."""
        from skillmark.platform.issuing.services import claims  # noqa: PLC0415
        from skillmark.platform.people import prefill  # noqa: PLC0415

        prefill.register("backpack:claim", lambda token: claims.look_up(token).email)
