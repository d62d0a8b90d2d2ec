"""``skillmark anchor offer`` and ``accept``: a contract goes over to another account, in two steps."""

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from skillmark.cli.screen import CommandError, err, out, plain_errors, shown

if TYPE_CHECKING:
    from skillmark.platform.anchors.handing import Step
    from skillmark.platform.anchors.models import Contract

WEI: Final = 10**18  # in one unit of the currency
_GWEI: Final = 10**9

Yes = Annotated[
    bool, typer.Option("--yes", help="Send without asking, once the cost is printed.")
]
Dry = Annotated[bool, typer.Option("--dry-run", help="Print the cost, and send nothing.")]


class NotSentError(CommandError):
    """The question whether to pay was answered with no; nothing was sent."""

    code = "cli.anchor_not_sent"


def register(app: typer.Typer) -> None:
    """Add the commands to ``skillmark anchor``."""
    app.command()(offer)
    app.command()(accept)


def offer(
    address: Annotated[
        str,
        typer.Argument(metavar="ADDRESS", help="The account that shall own it: 0x…"),
    ] = "",
    *,
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Take an offer back instead.")
    ] = False,
    yes: Yes = False,
    dry_run: Dry = False,
) -> None:
    """Offer the contract of this installation's log to another account.

    Nothing changes hands until that account accepts (`skillmark anchor accept`); until then the
    offer can be taken back, and anchors go on. Prints what the transaction costs at most and asks
    before it is sent; ends when it is in a block.
    """
    with plain_errors():
        _set_up()
        from skillmark.platform.anchors import handing, questions  # noqa: PLC0415

        if bool(address) == take_back:
            raise CommandError("Name the account to offer to, or say --take-back.")
        to = questions.NOBODY if take_back else handing.parse(address)
        step = handing.offer(to)
        words = "Take the offer back" if take_back else f"Offer the contract to {address}"
        if _agreed(step, words, yes=yes, dry_run=dry_run):
            mined, tx = handing.send(step)
            _print_mined(mined, step)
            out().print(tx)


def accept(
    contract: Annotated[
        str, typer.Argument(metavar="CONTRACT", help="The contract that is offered: 0x…")
    ],
    *,
    successor: Annotated[
        str,
        typer.Option(
            "--successor",
            metavar="ADDRESS",
            help="Event mode: go on in this contract of yours instead of a new one.",
        ),
    ] = "",
    from_block: Annotated[
        int | None,
        typer.Option(
            "--from-block",
            min=0,
            help="Stored mode: where the contract came about, if the node cannot say.",
        ),
    ] = None,
    yes: Yes = False,
    dry_run: Dry = False,
) -> None:
    """Take over a contract that was offered to this installation's account.

    Run it with the key of the next owner in SKILLMARK_ANCHOR_KEY. A contract in the stored mode
    changes its owner. One in the event mode names a successor, which is deployed first. Prints the
    address of the contract in which anchors go on.
    """
    with plain_errors():
        _set_up()
        from skillmark.core.anchor.evm.proof import checksummed  # noqa: PLC0415
        from skillmark.platform.anchors import handing  # noqa: PLC0415

        contract = checksummed(handing.parse(contract))
        if successor:
            successor = checksummed(handing.parse(successor))
        row = _taken_over(contract, successor, from_block, yes=yes, dry_run=dry_run)
    if row is not None:
        from django.conf import settings  # noqa: PLC0415 - after `_set_up`

        err().print(f"Anchors go to it from now on, mode {row.mode}.")
        known: str = settings.SKILLMARK.anchor_contract
        if known and known.lower() != row.address.lower():
            err().print("[bold]SKILLMARK_ANCHOR_CONTRACT names another one: change it.[/]")
        out().print(row.address)


def _taken_over(
    contract: str, successor: str, since: int | None, *, yes: bool, dry_run: bool
) -> "Contract | None":
    """Deploy a successor where one is wanted, and take the contract over; None for a dry run."""
    from skillmark.platform.anchors import handing, questions  # noqa: PLC0415
    from skillmark.platform.transparency import places  # noqa: PLC0415

    origin = places.origin()
    first = handing.deployment(contract, origin)
    if first is None:
        successor = ""
    elif not successor:
        if not _agreed(first, "Deploy the next contract", yes=yes, dry_run=dry_run):
            return None
        mined, _tx = handing.send(first)
        _print_mined(mined, first)
        successor, since = mined.contract, mined.block
        err().print(f"Deployed. If this breaks off, go on with --successor {successor}")
    step = handing.acceptance(contract, successor, origin)
    if not _agreed(step, f"Take {contract} over", yes=yes, dry_run=dry_run):
        return None
    if since is None:
        since = questions.deployed_in(step.node, successor or contract)
    mined, _tx = handing.send(step)
    _print_mined(mined, step)
    return handing.taken_over(step, origin, successor, since=since)


def _agreed(step: "Step", words: str, *, yes: bool, dry_run: bool) -> bool:
    """Print what a step costs, and ask.

    Raises:
        NotSentError: the answer was no.
    """
    console = err()
    console.print(f"{shown(words)}.")
    console.print(f"  contract  {step.contract}, mode {step.mode}")
    console.print(f"  account   {step.signer.address}, {step.balance / WEI:.6f} on it")
    console.print(
        f"  gas       {step.gas} at most, {step.offered.most / _GWEI:.3f} gwei for each"
    )
    console.print(f"  cost      {step.cost / WEI:.6f} at most")
    if dry_run:
        return False
    if not yes and not typer.confirm("Send it?", err=True):
        raise NotSentError("Nothing was sent.")
    return True


def _print_mined(mined: Any, step: "Step") -> None:
    paid = f"{mined.gas} gas, {mined.gas * step.offered.most / WEI:.6f} at most"
    err().print(f"In block {mined.block}: {paid}.")


def _set_up() -> None:
    from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

    serving.set_up()
