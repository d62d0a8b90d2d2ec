"""What ``skillmark demo`` says when the demo is ready."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from rich.markup import escape

from skillmark.platform.demo import people, providers


def welcome(files: Path) -> Iterator[str]:
    """Yield the lines that tell a newcomer what to open, in the markup of `rich`.

    Args:
        files: the folder with the recipients file.
    """
    site = settings.SKILLMARK.site_url
    yield ""
    yield f"  [bold]Skillmark[/] is running: [bold green]{site}/[/]"
    yield ""
    yield f"  Sign in at {site}/accounts/login/ with the password [bold]{people.PASSWORD}[/]"
    for provider in providers.ALL:
        for one in provider.staff:
            yield _line(one.email, f"{one.role} of {provider.name}", wide=30)
    yield _line(people.SAM.email, "a learner with a backpack", wide=30)
    yield ""
    yield "  Try"
    for words, path in (
        ("Issue a thousand", f"/studio/{providers.HARBOUR.slug}/issue"),
        ("Check a credential", "/verify"),
        ("Read the mail it sends", "/mailbox"),
        ("See the issuer", f"/i/{providers.HARBOUR.slug}"),
        ("Call the API", "/api/v1/docs"),
    ):
        yield _line(words, site + path, wide=23)
    yield ""
    yield f"  The thousand, with seven mistakes: {escape(str(files / 'bulk_1000.csv'))}"
    yield "  [dim]Stop with Ctrl+C.[/]"
    yield ""


def _line(left: str, right: str, *, wide: int) -> str:
    return f"    {left:<{wide}} {right}"
