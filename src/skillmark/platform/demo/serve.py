"""What ``skillmark demo`` says when the demo is ready."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from rich.markup import escape

from skillmark.platform.demo import people, tour, work


def welcome(files: Path, anchored: str = "") -> Iterator[str]:
    """Yield the lines that tell a newcomer what to open, in the markup of `rich`.

    Args:
        files: the folder with the recipients file and the API key.
        anchored: where checkpoints of the log are anchored, in one line; empty for nowhere.
    """
    site = settings.SKILLMARK.site_url
    yield ""
    yield f"  [bold]Skillmark[/] is running: [bold green]{site}/[/]"
    yield ""
    yield f"  Sign in at {site}/accounts/login/ with the password [bold]{people.PASSWORD}[/]"
    for guest in tour.GUESTS:
        yield _line(guest.email, str(guest.sees), wide=35)
    yield ""
    yield "  Try"
    for stop in tour.STOPS:
        yield _line(str(stop.words), site + stop.path, wide=26)
    yield ""
    yield f"  The thousand, with seven mistakes: {escape(str(files / 'bulk_1000.csv'))}"
    yield f"  The API key of Harbour:            {escape(str(files / work.KEY_FILE))}"
    if anchored:
        yield f"  {escape(anchored)} {site}/log/anchors"
    yield "  [dim]Stop with Ctrl+C.[/]"
    yield ""


def _line(left: str, right: str, *, wide: int) -> str:
    return f"    {left:<{wide}} {right}"
