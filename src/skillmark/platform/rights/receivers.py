"""What follows from acts of others: whatever is published gets its signed definition."""

from typing import Any

import structlog
from django.dispatch import receiver

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.signals import version_published
from skillmark.platform.rights.services import definitions
from skillmark.platform.trust.errors import TrustError

log = structlog.get_logger("skillmark.rights")


@receiver(version_published, dispatch_uid="rights.definition")
def sign_definition(version: AchievementVersion, **_kwargs: Any) -> None:
    """Sign what was published; while signing is halted it is left for the first issue."""
    try:
        definitions.ensure(version)
    except TrustError as error:
        log.warning("definition not signed", version=str(version.pk), code=error.code)
