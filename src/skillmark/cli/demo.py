"""The command ``demo``: an invented provider with its people, on loopback.

The demo keeps to a data folder of its own, so that it can never touch an installation.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from skillmark.cli import local_chain, platform
from skillmark.cli.local_chain import LocalChain
from skillmark.cli.screen import err, plain_errors
from skillmark.core.errors import SkillmarkError

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
        with _own_chain(folder) as chain:
            platform.prepare(HOST, port)
            from skillmark.platform.demo import seed, serve  # noqa: PLC0415 - needs `prepare`

            err().print("Making the demo …")
            seed.seed(datetime.now(UTC), folder)
            said = _anchored(chain)
            platform.serve(HOST, port, words=serve.welcome(folder, said), witnesses=2)


@contextmanager
def _own_chain(folder: Path) -> Iterator[LocalChain | None]:
    """Run a chain beside the demo and configure it, unless the operator named a network."""
    if os.environ.get("SKILLMARK_ANCHOR_RPC_URL"):
        yield None
        return
    with local_chain.running(folder / "chain") as chain:
        if chain is not None:
            chain.configure()
        yield chain


def _anchored(chain: LocalChain | None) -> str:
    """Deploy the contract of the demo, and return in one line where it anchors."""
    if chain is None:
        return ""
    from skillmark.platform.anchors import services  # noqa: PLC0415 - needs `prepare`
    from skillmark.platform.transparency import places  # noqa: PLC0415

    if not chain.ready():
        return "No anchors: the local test chain did not start."
    try:
        services.ensure_deployed(places.origin())
    except SkillmarkError as error:
        return f"No anchors: {error.message}"
    return (
        f"Checkpoints are anchored on a local test chain ({chain.kind}), which proves nothing."
    )
