"""The arguments and options of `skillmark issue`, with their words."""

from pathlib import Path
from typing import Annotated

import typer

from skillmark.core import design

Achievement = Annotated[
    Path, typer.Argument(metavar="ACHIEVEMENT", help="The achievement, TOML or JSON.")
]
Recipients = Annotated[
    Path, typer.Argument(metavar="RECIPIENTS", help="The people, CSV with name and email.")
]
Key = Annotated[Path, typer.Option("--key", metavar="FILE", help="The issuer's key file.")]
Folder = Annotated[
    Path, typer.Option("--out", "-o", metavar="DIR", help="Where the credentials go.")
]
IssuerName = Annotated[
    str | None,
    typer.Option(
        "--issuer-name",
        metavar="NAME",
        help="What the issuer is called; by default the achievement's creator.",
    ),
]
IssuerUrl = Annotated[
    str | None, typer.Option("--issuer-url", metavar="URL", help="The issuer's web page.")
]
Picture = Annotated[
    Path | None,
    typer.Option(
        "--picture", metavar="FILE", help="PNG or SVG to bake into; drawn when left out."
    ),
]
DesignName = Annotated[
    str, typer.Option("--design", metavar="NAME", help=f"One of {', '.join(design.DESIGNS)}.")
]
Colour = Annotated[
    str, typer.Option("--colour", metavar="#RRGGBB", help="The issuer's colour.")
]
BadRows = Annotated[
    Path | None,
    typer.Option(
        "--bad-rows", metavar="FILE", help="Write the rows that were refused here, as CSV."
    ),
]
CheckOnly = Annotated[
    bool, typer.Option("--check", help="Only say which rows are wrong; issue nothing.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]
