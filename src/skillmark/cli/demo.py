"""The command ``demo``: an invented provider with its people, on loopback.

The demo keeps to a data folder of its own, so that it can never touch an installation.
"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from skillmark.cli import platform
from skillmark.cli.screen import err, plain_errors

FOLDER: Final = Path("data/demo")
HOST: Final = "127.0.0.1"
PORT: Final = 8000


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(demo)


def folder_of(port: int) -> Path:
    """Return where the demo of a port keeps its data.

    The address stands in what a demo has signed, so the demo of another port is another one.
    """
    folder = FOLDER if port == PORT else FOLDER.with_name(f"{FOLDER.name}-{port}")
    return folder.resolve()


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = PORT,
    fresh: Annotated[bool, typer.Option(help="Throw away the last demo first.")] = False,
) -> None:
    """Seed an invented training provider and serve it on loopback."""
    with plain_errors():
        folder = Path(os.environ.setdefault("SKILLMARK_DATA_DIR", str(folder_of(port))))
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        os.environ["SKILLMARK_DEMO"] = "true"
        os.environ.setdefault("SKILLMARK_EMAIL_VERIFICATION", "optional")
        os.environ.setdefault("SKILLMARK_LOG_FORMAT", "console")
        os.environ.setdefault("SKILLMARK_LOG_LEVEL", "warning")
        platform.prepare(HOST, port)
        from skillmark.platform.demo import seed, serve  # noqa: PLC0415 - needs `prepare`

        err().print("Making the demo …")
        seed.seed(datetime.now(UTC), folder)
        platform.serve(HOST, port, words=serve.welcome(folder), witnesses=2)
