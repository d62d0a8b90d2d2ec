"""The commands of anchors: ``skillmark anchor key|deploy|run|status|balance|verify``, and others.

`verify` needs the extra ``ethereum`` and nothing of an installation; the others act for one. Django
is imported inside the commands.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from skillmark.cli import anchor_blockcerts, anchor_handover, anchor_ots
from skillmark.cli.screen import (
    CommandError,
    Exit,
    err,
    out,
    plain_errors,
    read_file,
    shown,
    write_file,
)
from skillmark.core import jsonio
from skillmark.core.anchor import Standing
from skillmark.core.anchor.evm import EvmProof
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.log import Checkpoint, Note

app = typer.Typer(
    name="anchor",
    help="Anchor the public log's checkpoints on an Ethereum network, and check anchors.",
    no_args_is_help=True,
)
app.add_typer(anchor_ots.app)
app.add_typer(anchor_blockcerts.app)
anchor_handover.register(app)
WEI: Final = 10**18  # in one unit of the currency
_BUNDLE_BYTES: Final = 4_194_304


class NoAnchorError(CommandError):
    """The file has no anchor on an Ethereum network."""

    code = "cli.no_anchor"


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def key(
    where: Annotated[
        str,
        typer.Argument(
            metavar="PLACE", help="A file to write, or a pkcs11: or awskms: address of the key."
        ),
    ],
) -> None:
    """Make a key that pays for anchors: in a sealed file, a module or a key service.

    A file is sealed with the installation's key passphrase. In a module (object=LABEL) or a key
    service (awskms:alias/NAME) the key is made on secp256k1, unless it is there, and never leaves.
    Prints the address of its account: send it a little of the network's currency, and configure
    SKILLMARK_ANCHOR_KEY=file:FILE, or the address.
    """
    with plain_errors():
        _set_up()
        from skillmark.platform.anchors import keys  # noqa: PLC0415

        distant = where.startswith(tuple(f"{kind}:" for kind in keys.PLACES))
        address = keys.make_distant(where) if distant else keys.make(Path(where))
    out().print(address)


@app.command()
def deploy(
    mode: Annotated[
        str | None,
        typer.Option("--mode", help="event or stored; otherwise SKILLMARK_ANCHOR_MODE."),
    ] = None,
) -> None:
    """Deploy the contract that takes the anchors of this installation's log.

    Prints its address. From then on the workers anchor there.
    """
    with plain_errors():
        _set_up()
        from skillmark.platform.anchors import artefacts, network, services  # noqa: PLC0415
        from skillmark.platform.transparency import places  # noqa: PLC0415

        if mode is not None and mode not in {one.value for one in artefacts.Mode}:
            raise CommandError("The mode is event or stored.", mode=mode)
        wanted = artefacts.Mode(mode) if mode else network.mode()
        row, mined = services.deploy(places.origin(), wanted)
    err().print(f"Deployed in block {mined.block} for {mined.gas} gas, mode {row.mode}.")
    out().print(row.address)


@app.command()
def run() -> None:
    """Visit the network now: follow what is open, anchor the newest checkpoint."""
    with plain_errors():
        _set_up()
        from skillmark.platform.anchors import visiting  # noqa: PLC0415

        visiting.visit(datetime.now(UTC), at_once=True)
    _print_status()


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say what is anchored, what waits, and what went wrong. Asks no network."""
    with plain_errors():
        _set_up()
        if not as_json:
            _print_status()
            return
        from skillmark.platform.anchors import selectors  # noqa: PLC0415

        anchors: list[JsonValue] = [one.to_json() for one in selectors.newest(limit=50)]
        place = selectors.place()
        said: JsonObject = {"network": place.to_json() if place else None, "anchors": anchors}
        typer.echo(jsonio.dumps(said).decode())


@app.command()
def balance() -> None:
    """Ask the network what lies on the account that pays."""
    with plain_errors():
        _set_up()
        from skillmark.platform.anchors import network  # noqa: PLC0415

        address = network.signer().address
        wei = network.node().balance(address)
    out().print(f"{address} {wei / WEI:.6f}")


@app.command()
def verify(
    bundle: Annotated[
        Path, typer.Argument(metavar="BUNDLE", help="A proof bundle with an anchor in it.")
    ],
    rpc: Annotated[
        str,
        typer.Option("--rpc", metavar="URL", help="A node of the network that you believe."),
    ],
    *,
    confirmations: Annotated[
        int, typer.Option(min=0, max=10_000, help="Blocks that must lie on top.")
    ] = 12,
    policy: Annotated[
        Path | None,
        typer.Option(
            "--policy",
            metavar="FILE",
            help="A policy file: the block is written into it, for checks without a network.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look the anchors of a proof bundle up in the network, through a node of your choice.

    Exits with 0 when every anchor stands, 1 when one is false, 2 when that could not be told.
    """
    with plain_errors():
        from skillmark.platform.anchors import online  # noqa: PLC0415
        from skillmark.platform.anchors.chain import Node  # noqa: PLC0415

        node, said, worst = Node.at(rpc), list[JsonValue](), Exit.OK
        for checkpoint, proof in _anchors_of(bundle):
            found = online.look_up(node, proof, checkpoint, confirmations=confirmations)
            said.append(_said(found, checkpoint, proof))
            worst = max(worst, _exit(found.verdict.standing), key=_SEVERITY.index)
            if not as_json:
                _print_found(found, checkpoint, proof)
            if policy is not None and found.verdict.standing is Standing.PROVEN:
                _learn(policy, dict(online.learned(proof, found, confirmations)))
        if not said:
            raise NoAnchorError("The bundle has no anchor on an Ethereum network.")
    if as_json:
        typer.echo(jsonio.dumps({"anchors": said}).decode())
    raise typer.Exit(worst)


_SEVERITY: Final = [Exit.OK, Exit.UNKNOWN, Exit.WRONG]


def _exit(standing: Standing) -> Exit:
    return {
        Standing.PROVEN: Exit.OK,
        Standing.UNKNOWN: Exit.UNKNOWN,
        Standing.FAILED: Exit.WRONG,
    }[standing]


def _anchors_of(path: Path) -> Iterator[tuple[Checkpoint, EvmProof]]:
    data = jsonio.load_object(read_file(path), max_bytes=_BUNDLE_BYTES)
    anchors = data.get("anchors", [])
    for one in anchors if isinstance(anchors, list) else []:
        if isinstance(one, dict) and one.get("type") == "EvmAnchor":
            note = Note.parse(str(one.get("checkpoint", "")).encode())
            yield Checkpoint.parse(note.text), EvmProof.from_json(one.get("proof"))


def _learn(path: Path, known: dict[str, Any]) -> None:
    """Write a block into a policy file, beside what it says of the same contract."""
    data = jsonio.load_object(read_file(path))
    chains = data.setdefault("chains", [])
    if not isinstance(chains, list):
        raise CommandError("The chains of the policy are no list.", path=str(path))
    for one in chains:
        if isinstance(one, dict) and _same(one, known):
            blocks = one.setdefault("blocks", {})
            if isinstance(blocks, dict):
                blocks.update(known["blocks"])
            break
    else:
        chains.append(known)
    write_file(path, jsonio.dumps(data))


def _same(one: JsonObject, other: dict[str, Any]) -> bool:
    mine, theirs = str(one.get("contract", "")), str(other["contract"])
    return one.get("chain") == other["chain"] and mine.lower() == theirs.lower()


def _said(found: Any, checkpoint: Checkpoint, proof: EvmProof) -> JsonObject:
    at = found.verdict.at
    return {
        "standing": found.verdict.standing.value,
        "code": found.verdict.code,
        "reason": found.verdict.reason,
        "chain": proof.chain,
        "block": proof.block,
        "time": timestamp.encode(at) if at else None,
        "confirmations": found.confirmations,
        "size": checkpoint.size,
        "later": list(found.later),
    }


def _print_found(found: Any, checkpoint: Checkpoint, proof: EvmProof) -> None:
    words = {
        Standing.PROVEN: "[bold green]Anchored.[/]",
        Standing.UNKNOWN: "[bold yellow]Not final.[/]",
        Standing.FAILED: "[bold red]False.[/]",
    }[found.verdict.standing]
    console, at = out(), found.verdict.at
    console.print(f"{words} {shown(found.verdict.reason)} [dim]{found.verdict.code}[/]")
    console.print(f"  {checkpoint.size} entries of {shown(checkpoint.origin)}")
    if at is not None:
        console.print(
            f"  block {proof.block} of {proof.chain}, {timestamp.encode(at)}, "
            f"{found.confirmations} on top"
        )
    console.print(
        f"  {len(found.later)} later anchors, each larger, up to block {found.searched}"
    )


def _print_status() -> None:
    from skillmark.platform.anchors import selectors  # noqa: PLC0415

    console, place = out(), selectors.place()
    if place is None:
        console.print("No contract is in use. Deploy one: skillmark anchor deploy")
        return
    console.print(f"{place.chain}  contract {place.address}, mode {place.mode}")
    if place.problem:
        console.print(f"  [bold red]{shown(place.problem)}[/] [dim]{place.problem_code}[/]")
    for one in selectors.newest(limit=10):
        block = f"block {one.block}, {one.confirmations} on top" if one.block else ""
        console.print(f"  {one.size:>10}  {one.state:<9} {block} [dim]{one.problem_code}[/]")


def _set_up() -> None:
    from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

    serving.set_up()
