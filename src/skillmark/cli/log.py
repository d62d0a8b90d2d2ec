"""`skillmark log`: look into a transparency log, trusting nobody but a policy file."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, Final

import typer

from skillmark.cli import log_adopt
from skillmark.cli.log_lists import with_lists
from skillmark.cli.log_source import (
    OpenLog,
    keys_of,
    open_log,
    position_bytes,
    read_credential,
    read_known,
    read_policy,
    read_position,
)
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
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.log import (
    Fault,
    LogOutcome,
    LogPolicy,
    LogProof,
    LogReport,
    Membership,
    Position,
    Watched,
    check_logged,
    check_witnesses,
    credential_digest,
    examine,
    watch,
)

app = typer.Typer(
    name="log",
    help="Check, prove and watch what is in a public log of credentials.",
    no_args_is_help=True,
)

MAX_FAULTS: Final = 1_000
"""After as many nothing more is looked at: a log could claim more entries than there are atoms."""

_MARKS: Final = {
    LogOutcome.PASSED: "[green]✓[/]",
    LogOutcome.FAILED: "[red]✗[/]",
    LogOutcome.NOT_RUN: "[yellow]?[/]",
}

Where = Annotated[
    str, typer.Argument(metavar="DIR|URL", help="The folder or the address of the log.")
]
Policy = Annotated[
    Path,
    typer.Option(
        "--policy", metavar="FILE", help="Which logs and witnesses to believe (tlog-policy)."
    ),
]
AllowOrigin = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-origin",
        metavar="ORIGIN",
        help="Fetch from this origin too, for a server of your own: http://127.0.0.1:8000.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")]
Document = Annotated[
    Path | None,
    typer.Option(
        "--did-document",
        metavar="FILE",
        help="The issuer's DID document; a did:key or did:jwk needs none.",
    ),
]


@app.command()
def fsck(
    where: Where,
    policy: Policy,
    *,
    hashes_only: Annotated[
        bool, typer.Option("--hashes-only", help="Do not look into the entries; faster.")
    ] = False,
    allow_origin: AllowOrigin = None,
    as_json: AsJson = False,
) -> None:
    """Read a whole log and recompute everything in it.

    Every bundle, every tile and the root are held against each other, and every entry is read:
    its form, its issuer's signature, and that the issuer's numbers have no gap. Exits with 1
    when something does not fit, after a thousand faults at the latest.
    """
    with plain_errors():
        log = open_log(where, read_policy(policy), allow_origin or [])
        found = examine(log.source, log.head, entries=not hashes_only)
        faults = tuple(islice(found, MAX_FAULTS))
    facts: JsonObject = {"origin": log.head.origin, "size": log.head.size}
    if as_json:
        _print_json({**facts, "faults": _faults(faults)})
    elif not faults:
        out().print(
            f"[bold green]Whole.[/] {log.head.size} entries of {shown(log.head.origin)}."
        )
    else:
        out().print(f"[bold red]Broken.[/] {len(faults)} faults in {shown(log.head.origin)}:")
        _print_faults(faults)
    raise typer.Exit(Exit.WRONG if faults else Exit.OK)


@app.command()
def prove(
    where: Where,
    policy: Policy,
    to: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where to write the .tlog-proof.")
    ],
    *,
    index: Annotated[
        int | None, typer.Option("--index", metavar="N", help="Of the entry, from 0.")
    ] = None,
    renew: Annotated[
        Path | None,
        typer.Option("--renew", metavar="FILE", help="An older proof to bring up to date."),
    ] = None,
    allow_origin: AllowOrigin = None,
) -> None:
    """Make the proof that an entry is in a log, under its newest checkpoint.

    With --renew the proof of a credential is brought up to date: same entry, same place in the
    batch, newer checkpoint with the cosignatures it has by now. The log must still contain
    what the older proof was for.
    """
    with plain_errors():
        if (index is None) == (renew is None):
            raise CommandError("Say either --index or --renew.")
        log = open_log(where, read_policy(policy), allow_origin or [])
        reader = log.reader()
        old = LogProof.parse(read_file(renew)) if renew else None
        number = old.index if old else index or 0
        path = reader.inclusion(number)
        if old is not None:
            reader.consistency(old.checkpoint)
            member = Membership.parse(old.extra)
            if reader.entry(number) != member.entry.to_bytes():
                raise CommandError("The older proof is for another entry.", index=number)
        proof = LogProof(number, path, log.note, old.extra if old else b"")
        write_file(to, proof.to_bytes())
    err().print(f"Entry {number} of {log.head.size}, {len(path)} hashes.")


@app.command()
def verify(
    credential: Annotated[
        Path, typer.Argument(metavar="CREDENTIAL", help="A credential as JSON, PNG or SVG.")
    ],
    proof: Annotated[Path, typer.Argument(metavar="PROOF", help="Its .tlog-proof.")],
    policy: Policy,
    *,
    did_document: Document = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="TIME", help="Judge for this moment, 2026-01-31T09:00:00Z."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check offline that a credential is in a log, and since when that is proven.

    Says nothing about the credential's own signature or status: that is `skillmark verify`.
    Exits with 0 when it is in the log, 1 when it is not, 2 when that could not be told because
    the issuer's keys are not at hand.
    """
    with plain_errors():
        document, did = read_credential(credential)
        moment = timestamp.decode(at) if at else datetime.now(UTC)
        report = check_logged(
            read_file(proof),
            credential=credential_digest(document),
            did=did,
            keys=keys_of(did, did_document),
            policy=read_policy(policy),
            at=int(moment.timestamp()),
        )
    if as_json:
        _print_json(report.to_json())
    else:
        _print_report(report)
    raise typer.Exit(_exit(report))


State = Annotated[
    Path | None,
    typer.Option(
        "--state", metavar="FILE", help="Remembers how far the last watch came; is written."
    ),
]
Known = Annotated[
    Path | None,
    typer.Option(
        "--known",
        metavar="FILE",
        help="What the issuer logged itself: one body hash on each line.",
    ),
]
StatusLists = Annotated[
    list[str] | None,
    typer.Option(
        "--status-list", metavar="URL", help="A published list (or file); may be given again."
    ),
]


@app.command()
def monitor(
    where: Where,
    issuer: Annotated[str, typer.Option("--issuer", metavar="DID", help="Whose entries.")],
    policy: Policy,
    *,
    state: State = None,
    known: Known = None,
    status_list: StatusLists = None,
    did_document: Document = None,
    allow_origin: AllowOrigin = None,
    as_json: AsJson = False,
) -> None:
    """List what was logged in an issuer's name, and raise an alarm where something is wrong.

    Alarms: a number missing or used twice, an entry that is not in --known, one signed with a
    key that is not in the DID document, one dated before the last, a log that is not the one
    of --state; and of each --status-list, a revocation that was undone since it was seen last, an
    older list put back, a list that was not logged. Exits with 1 on an alarm, with 2 when the log
    or its witnesses cannot be believed. The state is not moved past a log that was rewritten.
    """
    with plain_errors():
        trusted = read_policy(policy)
        log = _witnessed(where, trusted, allow_origin or [])
        found = watch(
            log.reader(),
            issuer,
            read_position(state, issuer) if state else Position(),
            known=read_known(known) if known else None,
            keys=keys_of(issuer, did_document),
        )
        if status_list:
            found = with_lists(
                found,
                status_list,
                issuer,
                state,
                allow_origin=allow_origin or [],
                again=lambda: _witnessed(where, trusted, allow_origin or []).reader(),
            )
        if state is not None and found.position.checkpoint == log.head:
            write_file(state, position_bytes(found.position, issuer))
    if as_json:
        _print_json(_watched(found))
    else:
        _print_watched(found)
    raise typer.Exit(Exit.WRONG if found.alarms else Exit.OK)


log_adopt.register(app)


def _witnessed(where: str, policy: LogPolicy, allow_origin: list[str]) -> OpenLog:
    """Return a log whose newest checkpoint enough witnesses cosigned."""
    log = open_log(where, policy, allow_origin)
    check_witnesses(log.note, policy, int(datetime.now(UTC).timestamp()))
    return log


def _exit(report: LogReport) -> Exit:
    if report.holds:
        return Exit.OK
    failed = any(check.outcome is LogOutcome.FAILED for check in report.checks)
    return Exit.WRONG if failed else Exit.UNKNOWN


def _print_report(report: LogReport) -> None:
    exit_code = _exit(report)
    words = {
        Exit.OK: "[bold green]In the log.[/]",
        Exit.WRONG: "[bold red]Not proven to be in the log.[/]",
        Exit.UNKNOWN: "[bold yellow]Could not tell.[/]",
    }[exit_code]
    console = out()
    console.print(words)
    if report.holds:
        console.print(f"Entry {report.index} of {shown(report.origin or '')}.")
    if report.holds and report.time is not None:
        names = ", ".join(map(shown, report.witnesses))
        console.print(f"Proven since {_moment(report.time)}, by {names}.")
    for check in report.checks:
        reason = shown(check.reason)
        console.print(f"  {_MARKS[check.outcome]} {check.name}: {reason} [dim]{check.code}[/]")


def _print_watched(found: Watched) -> None:
    console = out()
    for index, entry in found.entries:
        kind = entry.kind.name.lower().replace("_", " ")
        console.print(
            f"{index}  number {entry.sequence}  {_moment(entry.time)}  {kind}  {entry.body.hex()}"
        )
    if found.alarms:
        console.print(f"[bold red]{len(found.alarms)} alarms:[/]")
        _print_faults(found.alarms)
    else:
        console.print(f"[bold green]Nothing wrong.[/] {len(found.entries)} new entries.")


def _print_faults(faults: Iterable[Fault]) -> None:
    for fault in faults:
        place = fault.path or ("" if fault.index is None else f"entry {fault.index}")
        separator = ": " if place else ""
        out().print(f"  {place}{separator}{shown(fault.reason)} [dim]{fault.code}[/]")


def _faults(faults: Iterable[Fault]) -> list[JsonValue]:
    return [
        {"code": one.code, "reason": one.reason, "path": one.path, "index": one.index}
        for one in faults
    ]


def _watched(found: Watched) -> JsonObject:
    entries: list[JsonValue] = [
        {
            "index": index,
            "kind": entry.kind.name.lower(),
            "sequence": entry.sequence,
            "time": entry.time,
            "body": entry.body.hex(),
        }
        for index, entry in found.entries
    ]
    return {"entries": entries, "alarms": _faults(found.alarms)}


def _print_json(value: JsonObject) -> None:
    typer.echo(jsonio.dumps(value).decode())


def _moment(seconds: int) -> str:
    """Return a time that others wrote; one beyond the calendar as its number."""
    try:
        return timestamp.encode(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return f"{seconds} s"
