"""``skillmark anchor ots``: time stamps in Bitcoin's blocks, of this log and of anybody's.

`info` and `verify` need nothing but the files; the others act for an installation, and Django is
imported inside them.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from skillmark.cli.screen import (
    CommandError,
    Exit,
    FileExistsAlreadyError,
    err,
    out,
    plain_errors,
    read_file,
    shown,
    write_file,
)
from skillmark.core import jsonio
from skillmark.core.anchor import AnchorVerdict, Standing
from skillmark.core.anchor import opentimestamps as ots
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.log import Checkpoint

app = typer.Typer(
    name="ots", help="Time stamps of the public log in Bitcoin's blocks.", no_args_is_help=True
)

_EXITS: Final = {
    Standing.PROVEN: Exit.OK,
    Standing.UNKNOWN: Exit.UNKNOWN,
    Standing.FAILED: Exit.WRONG,
}
_WORDS: Final = {
    Standing.PROVEN: "[bold green]Proven.[/]",
    Standing.UNKNOWN: "[bold yellow]Could not tell.[/]",
    Standing.FAILED: "[bold red]False.[/]",
}
_POLICY_BYTES: Final = 33_554_432

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Proof = Annotated[Path, typer.Argument(metavar="PROOF", help="The file .ots.")]


class NotStampedError(CommandError):
    """No checkpoint of that size has a time stamp with a block in it."""

    code = "cli.not_stamped"


class HeaderOptionError(CommandError):
    """A header is not given as its block's height, a colon and 160 hexadecimal digits."""

    code = "cli.header"


@app.command()
def info(path: Proof, as_json: AsJson = False) -> None:
    """Say what is in a time stamp; nothing of it is checked against Bitcoin."""
    with plain_errors():
        proof = ots.OtsProof.parse(read_file(path))
    if as_json:
        heights: list[JsonValue] = list(proof.heights)
        calendars: list[JsonValue] = [one.uri for one in proof.promises]
        said: JsonObject = {
            "digest": proof.digest.hex(),
            "blocks": heights,
            "calendars": calendars,
        }
        typer.echo(jsonio.dumps(said).decode())
        return
    console = out()
    console.print(f"stamped  {proof.digest.hex()}")
    for height in proof.heights:
        console.print(f"block    {height} of Bitcoin")
    for promise in proof.promises:
        console.print(f"waits    {shown(promise.uri)} for {promise.commitment.hex()}")


@app.command()
def verify(
    checkpoint: Annotated[
        Path, typer.Argument(metavar="CHECKPOINT", help="The text that was stamped.")
    ],
    path: Proof,
    *,
    policy: Annotated[
        Path | None,
        typer.Option("--policy", metavar="FILE", help="A policy file with Bitcoin's headers."),
    ] = None,
    header: Annotated[
        list[str] | None,
        typer.Option("--header", metavar="HEIGHT:HEX", help="A header that you trust."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a time stamp of a checkpoint with headers that you bring. Asks no network.

    Exits with 0 when it is proven, 1 when it is false, 2 when that could not be told.
    """
    with plain_errors():
        headers = _headers(policy, header or [])
        text = read_file(checkpoint).decode("utf-8", "replace").partition("\n\n")[0] + "\n"
        digest = ots.anchor_digest(Checkpoint.parse(text.rstrip("\n") + "\n"))
        verdict = ots.check_ots(ots.OtsProof.parse(read_file(path)), digest, headers)
    _say(verdict, as_json=as_json)
    raise typer.Exit(_EXITS[verdict.standing])


@app.command()
def run() -> None:
    """Stamp the newest checkpoint if that is due, and take the open time stamps on."""
    with plain_errors():
        _set_up()
        from skillmark.platform.anchors import timestamps  # noqa: PLC0415

        if not timestamps.configured():
            raise CommandError("No calendar is configured: set SKILLMARK_OTS_CALENDARS.")
        timestamps.round_due(datetime.now(UTC))
    _print_status()


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say how far each time stamp is, and what each calendar did. Asks no network."""
    with plain_errors():
        _set_up()
        if not as_json:
            _print_status()
            return
        from skillmark.platform.anchors import ots_selectors  # noqa: PLC0415

        found: list[JsonValue] = [_row(one) for one in ots_selectors.stamps()[:50]]
        typer.echo(jsonio.dumps({"timestamps": found}).decode())


@app.command()
def export(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Where the checkpoint goes; FILE.ots lies beside it."
        ),
    ],
    size: Annotated[
        int, typer.Option(min=0, help="The earliest of a log of that many entries or more.")
    ] = 0,
) -> None:
    """Write a checkpoint and its time stamp, as every tool of OpenTimestamps reads them."""
    with plain_errors():
        beside = path.with_name(f"{path.name}.ots")
        for one in (path, beside):
            if one.exists():
                raise FileExistsAlreadyError(f"{one} exists already.", path=str(one))
        _set_up()
        from skillmark.platform.anchors import ots_selectors  # noqa: PLC0415

        row = ots_selectors.covering(size)
        if row is None:
            raise NotStampedError("No time stamp of that size is in a block yet.", size=size)
        head = Checkpoint(row.origin, row.size, bytes.fromhex(row.root))
        write_file(path, head.text.encode())
        write_file(beside, bytes(row.proof or b""))
    err().print(f"{row.size} entries, block {row.block} of Bitcoin.")
    out().print(shown(str(beside)))


def _headers(policy: Path | None, given: list[str]) -> ots.BitcoinHeaders:
    """Return the headers of a policy file and those that were given one by one."""
    value: JsonObject = {}
    if policy is not None:
        read = jsonio.load_object(read_file(policy), max_bytes=_POLICY_BYTES).get("bitcoin", {})
        value = dict(read) if isinstance(read, dict) else {}
    kept = value.get("blocks", {})
    blocks: JsonObject = dict(kept) if isinstance(kept, dict) else {}
    for one in given:
        height, colon, text = one.partition(":")
        if not colon:
            raise HeaderOptionError("A header is given as HEIGHT:HEX.", header=one[:40])
        blocks[height] = text
    return ots.BitcoinHeaders.from_json(value | {"blocks": blocks})


def _say(verdict: AnchorVerdict, *, as_json: bool) -> None:
    if as_json:
        said: JsonObject = {
            "standing": verdict.standing.value,
            "code": verdict.code,
            "reason": verdict.reason,
            "at": timestamp.encode(verdict.at) if verdict.at else None,
            "facts": dict(verdict.facts),
        }
        typer.echo(jsonio.dumps(said).decode())
        return
    words = _WORDS[verdict.standing]
    out().print(f"{words} {shown(verdict.reason)} [dim]{verdict.code}[/]")


def _row(anchor: Any) -> JsonObject:
    from skillmark.platform.anchors import ots_selectors  # noqa: PLC0415

    calendars: list[JsonValue] = [
        {
            "url": one.url,
            "state": one.state,
            "block": one.height,
            "problem": one.problem_code,
            "retry": timestamp.encode(one.retry_at) if one.retry_at else None,
        }
        for one in ots_selectors.calendars_of(anchor)
    ]
    return {
        "size": anchor.size,
        "state": anchor.state,
        "block": anchor.block,
        "time": timestamp.encode(anchor.block_time) if anchor.block_time else None,
        "confirmations": anchor.confirmations,
        "calendars": calendars,
    }


def _print_status() -> None:
    from skillmark.platform.anchors import ots_selectors  # noqa: PLC0415

    console = out()
    rows = list(ots_selectors.stamps()[:10])
    if not rows:
        console.print("Nothing is stamped yet.")
    for row in rows:
        block = f"block {row.block}, {row.confirmations} deep" if row.block else ""
        console.print(f"{row.size:>10}  {row.state:<9} {block}")
        for one in ots_selectors.calendars_of(row):
            height = f"block {one.height}" if one.height else ""
            problem = f"[red]{shown(one.problem)}[/]" if one.problem else ""
            console.print(f"{'':>12}{one.state:<9} {shown(one.url)} {height} {problem}")


def _set_up() -> None:
    from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

    serving.set_up()
