"""`skillmark erase`: the operator erases a learner, everywhere or at one organisation."""

from typing import Annotated

import typer

from skillmark.cli.screen import CommandError, Exit, err, out, plain_errors, shown

ACTOR = "system:operator"


class EraseTargetError(CommandError):
    """No organisation of this installation is called so."""

    code = "cli.erase_target"


class EraseNotConfirmedError(CommandError):
    """It was only shown what would go, because ``--yes`` was not given."""

    code = "cli.erase_not_confirmed"


def register(program: typer.Typer) -> None:
    """Add the command to the program."""
    program.command()(erase)


def erase(
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="The learner's e-mail address.")
    ],
    organisation: Annotated[
        str | None,
        typer.Option(
            "--organisation",
            metavar="NAME",
            help="Only what this one keeps: its address, as in /i/…",
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; without it you only see what would go.")
    ] = False,
) -> None:
    """Erase a learner at once: the account with all its addresses, or the bare address.

    Files in other hands, the public log and all counts stay. Nothing can be brought back. Prints the
    number of the erasure, which is all that is left of it.
    """
    with plain_errors(Exit.WRONG):
        from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

        serving.set_up()
        from skillmark.platform.erasure import operating  # noqa: PLC0415
        from skillmark.platform.orgs import selectors  # noqa: PLC0415

        where = selectors.by_slug(organisation) if organisation else None
        if organisation and where is None:
            raise EraseTargetError(
                f"There is no organisation “{organisation}”.", slug=organisation
            )
        for one in operating.foresee(address, where):
            err().print(f"{one.count:>8}  {shown(one.kind)}")
        if not yes:
            raise EraseNotConfirmedError("Nothing was erased. Add --yes to do it.")
        erasure = operating.erase(address, where, actor=ACTOR)
        err().print("Erased." if erasure.state == "done" else "Erased; the last mail waits.")
        out().print(erasure.reference)
