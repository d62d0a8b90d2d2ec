"""A real log with what a tenant did so far, for the tests of who may pass where."""

import shutil
from datetime import timedelta
from typing import Final

NAMES: Final = ("index", "rest")


def objects(*, begin: bool) -> dict[str, str]:
    """Write what waits into the log, and return an entry and a tile of it.

    Args:
        begin: throw away what an earlier world left; its rows were rolled back.
    """
    from django.conf import settings
    from django.utils import timezone

    from skillmark.platform.transparency.publishing import Publisher

    if begin:
        for folder in (settings.SKILLMARK.log_folder, settings.SKILLMARK.log_anchor_folder):
            shutil.rmtree(folder, ignore_errors=True)
    _sign_transcripts()
    publisher = Publisher.open()
    try:
        publisher.step(timezone.now() + timedelta(seconds=5))
        size = publisher.size
    finally:
        publisher.close()
    return {"index": str(size - 1), "rest": f"0/000.p/{size}"}


def _sign_transcripts() -> None:
    """Let the transcript of every final be signed, so that it goes into the log as well."""
    from django.utils import timezone

    from skillmark.platform.pathways import transcripts
    from skillmark.platform.pathways.models import PathwayAward

    everywhere = PathwayAward.objects.with_scopes_disabled()
    for award in everywhere.select_related("organisation"):
        transcripts.of(award, timezone.now())
