"""What ``skillmark demo`` says when the demo is ready."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from skillmark.platform.demo import harbour, people


def welcome(files: Path) -> Iterator[str]:
    """Yield the lines that tell a newcomer what to open."""
    site = settings.SKILLMARK.site_url
    yield f"[bold]open {site}/[/]"
    yield ""
    yield f"Sign in at {site}/accounts/login/ with the password [bold]{people.PASSWORD}[/]:"
    for one in people.STAFF:
        yield f"  {one.email:<24} {one.name}, {one.role} of {harbour.NAME}"
    yield f"  {people.SAM.email:<24} {people.SAM.name}, a learner"
    yield ""
    yield "Then, for example:"
    yield f"  {site}/studio/{harbour.SLUG}/   issue, revoke, see what happened"
    yield f"  {site}/mailbox          every mail the demo sends"
    yield f"  {site}/verify           drop any credential"
    yield f"  {site}/i/{harbour.SLUG}        the issuer, as the public sees it"
    yield ""
    yield f"1,000 recipients with seven planted errors: {files / 'bulk_1000.csv'}"
