"""What the public log holds of an achievement: that this version was published, and its hash."""

import hashlib
from typing import Any

from django.dispatch import receiver

from skillmark.core.badges.vocabulary import OB_CONTEXT, VC_CONTEXT
from skillmark.core.canon import jcs
from skillmark.core.jsonio import JsonObject
from skillmark.platform.catalog import badge
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.signals import version_published
from skillmark.platform.transparency import services as transparency


def document(version: AchievementVersion) -> JsonObject:
    """Return a version as `/a/<id>.json` serves it."""
    return {
        "@context": [VC_CONTEXT, OB_CONTEXT],
        **badge.achievement(version).to_json(),
    }


@receiver(version_published, dispatch_uid="catalog.logged")
def on_published(*, version: AchievementVersion, **_facts: Any) -> None:
    """Log the version, in the transaction that publishes it."""
    canonical = jcs.canonicalize(document(version))
    assert version.published_at is not None  # noqa: S101 - it was just published
    transparency.log_definition(
        version.organisation,
        url=badge.address(version),
        version=version.number,
        sha256=hashlib.sha256(canonical).hexdigest(),
        at=version.published_at,
    )
