"""`skillmark bake` and `skillmark unbake`: put a credential into a picture, and get it out."""

from pathlib import Path
from typing import Annotated

import typer

from skillmark.cli.screen import Exit, plain_errors, read_file, write_file
from skillmark.core import bake as baking


def bake(
    credential: Annotated[
        Path, typer.Argument(metavar="CREDENTIAL", help="The credential, JSON or JWT.")
    ],
    picture: Annotated[Path, typer.Argument(metavar="PICTURE", help="A PNG or SVG.")],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE", help="Where to write the baked picture."),
    ],
) -> None:
    """Put a credential into a picture, as Open Badges 3.0 describes it.

    What is baked is not looked at: verify it before, or after.
    """
    with plain_errors(Exit.WRONG):
        write_file(out, baking.bake(read_file(picture), read_file(credential)))


def unbake(
    picture: Annotated[
        Path,
        typer.Argument(metavar="PICTURE", help="A baked PNG or SVG; - for standard input."),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE", help="Where to write the credential."),
    ] = Path("-"),
) -> None:
    """Get the credential out of a picture, byte for byte."""
    with plain_errors(Exit.WRONG):
        write_file(out, baking.extract(read_file(picture)))
