"""`skillmark`: the program and its commands."""

import importlib
import importlib.util
import sys
from importlib import metadata
from typing import Final

import typer

from skillmark.cli import anchor, audit, keys, log, witness
from skillmark.cli.bake import bake, unbake
from skillmark.cli.issue.command import issue
from skillmark.cli.lint import lint
from skillmark.cli.screen import Exit, err, out, show_error
from skillmark.cli.verify import verify
from skillmark.core.errors import SkillmarkError

app = typer.Typer(
    name="skillmark",
    help="Issue, check, bake and lint micro-credentials.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
app.add_typer(keys.app)
app.add_typer(audit.app)
app.add_typer(log.app)
app.add_typer(witness.app)
app.add_typer(anchor.app)
app.command()(issue)
app.command()(verify)
app.command()(bake)
app.command()(unbake)
app.command()(lint)

_PLATFORM: Final = (
    "skillmark.cli.platform",
    "skillmark.cli.custody",
    "skillmark.cli.recovery",
    "skillmark.cli.histories",
    "skillmark.cli.skills",
    "skillmark.cli.signer",
    "skillmark.cli.halting",
    "skillmark.cli.erasing",
    "skillmark.cli.demo",
)


@app.command()
def version() -> None:
    """Print the version."""
    out().print(metadata.version("skillmark"))


def _register_platform() -> None:
    """Let the platform add its commands where its dependencies are installed."""
    if importlib.util.find_spec("django"):
        for name in _PLATFORM:
            importlib.import_module(name).register(app)


_register_platform()


def run() -> None:
    """Run the program; the entry point of the package.

    Raises:
        SystemExit: with the code of the command.
    """
    try:
        app()
    except SkillmarkError as error:
        show_error(error)
        sys.exit(Exit.UNKNOWN)
    except KeyboardInterrupt:
        err().print("Stopped.")
        sys.exit(130)
