"""The signer that runs beside a site: it alone is told how to open keys.

All run under one account here, so what the site cannot read in its environment it could still read
in a file. The how-to says how to give the signer an account of its own.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings

from skillmark.cli import beside
from skillmark.cli.screen import CommandError

SECRETS: Final = (
    "SKILLMARK_KEY_PASSPHRASE",
    "SKILLMARK_KEY_ENCRYPTION",
    "SKILLMARK_KEY_ENCRYPTION_BEFORE",
    "SKILLMARK_KEY_PLACES",
    "SKILLMARK_SIGNER_DATABASE_URL",
)
"""What opens keys: taken from the environment of everything that starts after the signer."""

START_S: Final = 60.0
_LOOK_S: Final = 0.1


class SignerStartError(CommandError):
    """The signer beside the site did not start."""

    code = "cli.signer_start"


@contextmanager
def holding(*, wanted: bool) -> Iterator[None]:
    """Run a signer while the site runs, if it is wanted and none is configured.

    Raises:
        SignerStartError: it does not answer in time.
    """
    if not wanted or settings.SKILLMARK.signer:
        yield
        return
    from skillmark.platform.trust.signer import client  # noqa: PLC0415 - needs Django

    path = settings.SKILLMARK.data_dir / "signer.sock"
    command = beside.module("skillmark.cli.signer", "run", "--socket", str(path), "--until-eof")
    address = f"{client.SCHEME}{path}"
    with beside.running("signer", command, dict(os.environ)):
        end = time.monotonic() + START_S
        while not client.is_there(address):
            if time.monotonic() > end:
                raise SignerStartError("The signer beside the site does not answer.")
            time.sleep(_LOOK_S)
        for name in SECRETS:
            os.environ.pop(name, None)
        os.environ["SKILLMARK_SIGNER"] = address
        yield
