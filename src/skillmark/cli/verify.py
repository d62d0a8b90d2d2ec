"""`skillmark verify`: check files, folders and addresses, and say every reason."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table

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
from skillmark.cli.verify_details import details
from skillmark.cli.verify_stack import print_stack, verify_stack
from skillmark.core import jsonio
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.stack import StackReport
from skillmark.core.verify import (
    IssuerIs,
    Outcome,
    Policy,
    RecipientIs,
    Report,
    StatusRequired,
    Verdict,
    judge,
    read_policy,
)
from skillmark.core.verify.report import NOT_REACHED
from skillmark.fetch import Fetcher
from skillmark.fetch import verify as fetch_and_verify

SUFFIXES: Final = frozenset({".json", ".jsonld", ".png", ".svg", ".jwt", ".1ob"})
"""Files of a folder that are checked; the others are left aside."""

EXITS: Final = {
    Verdict.VALID: Exit.OK,
    Verdict.VALID_BUT: Exit.WRONG,
    Verdict.INVALID: Exit.WRONG,
    Verdict.UNKNOWN: Exit.UNKNOWN,
}
WORDS: Final = {
    Verdict.VALID: "[bold green]Valid[/]",
    Verdict.VALID_BUT: "[bold yellow]Valid, but[/]",
    Verdict.INVALID: "[bold red]Invalid[/]",
    Verdict.UNKNOWN: "[bold yellow]Could not tell[/]",
}
MARKS: Final = {
    Outcome.PASSED: "[green]✓ passed[/]",
    Outcome.WARNING: "[yellow]! warning[/]",
    Outcome.FAILED: "[red]✗ failed[/]",
    Outcome.NOT_RUN: "[yellow]? not checked[/]",
}


class NothingToVerifyError(CommandError):
    """The folder holds no file that could be a credential."""

    code = "cli.nothing_to_verify"


class Verifier:
    """Judges one input after another with the options of one command."""

    def __init__(self, *, at: datetime, policy: Policy, fetcher: Fetcher | None) -> None:
        """Take the options; without a fetcher nothing is fetched."""
        self._at = at
        self._policy = policy
        self._fetcher = fetcher
        self._shapes = ShapeCache()

    def verify(self, data: bytes) -> Report:
        """Return the report on one file's bytes."""
        canonicalize = self._shapes.canonicalize
        if self._fetcher is None:
            return judge(data, {}, at=self._at, policy=self._policy, canonicalize=canonicalize)
        return fetch_and_verify(
            data,
            fetcher=self._fetcher,
            at=self._at,
            policy=self._policy,
            canonicalize=canonicalize,
        )

    def fetch(self, url: str) -> bytes:
        """Return what lies at an address the person named.

        Raises:
            CommandError: the command runs offline.
            FetchError: it cannot be had.
        """
        if self._fetcher is None:
            raise CommandError("An address cannot be checked with --offline.")
        return self._fetcher.get(url).body


What = Annotated[
    str,
    typer.Argument(
        metavar="FILE|DIR|URL|-",
        help="A credential as JSON, PNG or SVG, or with its proofs in a bundle; a folder of "
        "them; an address; or - for standard input.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]
Offline = Annotated[
    bool, typer.Option("--offline", help="Fetch nothing; what needs it is not checked.")
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="Judge for this moment, 2026-01-31T09:00:00Z."),
]
Recipient = Annotated[
    str | None,
    typer.Option(
        "--recipient", metavar="EMAIL", help="It must have been awarded to this address."
    ),
]
IssuedBy = Annotated[
    list[str] | None,
    typer.Option("--issuer", metavar="DID", help="It must be of one of these issuers."),
]
RequireStatus = Annotated[
    bool, typer.Option("--require-status", help="It must be one that can be revoked.")
]
AllowOrigin = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-origin",
        metavar="ORIGIN",
        help="Fetch from this origin too, for a server of your own: http://127.0.0.1:8000.",
    ),
]
AsStack = Annotated[
    bool,
    typer.Option(
        "--stack", help="It is a bundle: re-check offline what the final was earned by."
    ),
]
PolicyFile = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        metavar="FILE",
        help="Which logs, chains and issuers to trust, and what has to be proven by them.",
    ),
]
DidDocuments = Annotated[
    list[Path] | None,
    typer.Option(
        "--did-document",
        metavar="FILE",
        help="With --stack: an issuer's document that you have from the issuer.",
    ),
]


def verify(
    what: What,
    *,
    as_json: AsJson = False,
    offline: Offline = False,
    at: At = None,
    recipient: Recipient = None,
    issuer: IssuedBy = None,
    require_status: RequireStatus = False,
    policy_file: PolicyFile = None,
    allow_origin: AllowOrigin = None,
    stack: AsStack = False,
    did_document: DidDocuments = None,
) -> None:
    """Check a credential and say every reason.

    Exits with 0 when it is valid; 1 when it is invalid, or valid with a reservation (expired,
    suspended, against a rule of Open Badges); 2 when that could not be told. Of a folder the
    worst file counts, and 1 goes before 2.

    A bundle holds a credential with its proof of logging, its anchors, the history of its
    issuer's keys and the documents it takes. They are used where they cannot be fetched, and
    prove only what the policy in --policy lets them: no bundle says whom to trust.

    With --stack the file is a bundle of a final credential with what it was earned by. Every
    digest is compared, every part verified, the rule judged again; nothing is fetched.
    """
    with plain_errors(Exit.UNKNOWN):
        if did_document and not stack:
            raise CommandError("--did-document is for --stack.")
        fetcher = None if offline or stack else _fetcher(allow_origin or [])
        moment = timestamp.decode(at) if at else datetime.now(UTC)
        policy = _policy(recipient, issuer or [], policy_file, require_status=require_status)
        if stack:
            found = verify_stack(
                read_file(Path(what)),
                at=moment,
                policy=policy,
                documents=did_document or [],
                address=recipient,
            )
            raise typer.Exit(_say_stack(found, as_json=as_json))
        verifier = Verifier(at=moment, policy=policy, fetcher=fetcher)
        raise typer.Exit(_verify(what, verifier, as_json=as_json))


def _fetcher(origins: list[str]) -> Fetcher:
    try:
        return Fetcher(allow_origins=origins)
    except ValueError as error:
        raise CommandError(f"--allow-origin: {error}.") from error


def _verify(what: str, verifier: Verifier, *, as_json: bool) -> Exit:
    """Check what stands at an address, in a folder or in a file."""
    if what.startswith(("https://", "http://")):
        return _say(verifier.verify(verifier.fetch(what)), as_json=as_json)
    if what != "-" and Path(what).is_dir():
        return _verify_folder(Path(what), verifier, as_json=as_json)
    return _say(verifier.verify(read_file(Path(what))), as_json=as_json)


def _say(report: Report, *, as_json: bool) -> Exit:
    if as_json:
        _print_json(report.to_json())
    else:
        _print_report(report)
    return EXITS[report.verdict]


def _say_stack(report: StackReport, *, as_json: bool) -> Exit:
    if as_json:
        _print_json(report.to_json())
    else:
        print_stack(report, WORDS[report.verdict])
    return EXITS[report.verdict]


def _policy(
    recipient: str | None, issuers: list[str], file: Path | None, *, require_status: bool
) -> Policy:
    policy = Policy(trust=read_policy(read_file(file))) if file else Policy.default()
    if issuers:
        policy = policy.requiring(IssuerIs.any_of(*issuers))
    if require_status:
        policy = policy.requiring(StatusRequired())
    if recipient is not None:
        policy = policy.requiring(RecipientIs(recipient))
    return policy


def _print_json(value: JsonObject) -> None:
    write_file(Path("-"), jsonio.dumps(value) + b"\n")


def _print_report(report: Report) -> None:
    console, summary = out(), report.summary
    first = next(iter(report.reasons), None)
    reason = f": {shown(first.reason)}" if first else ""
    console.print(f"{WORDS[report.verdict]}{reason}")
    if summary.name or summary.achievement_name:
        console.print(f"  what    {shown(summary.name or summary.achievement_name or '')}")
    if summary.issuer_id:
        known = summary.issuer_domain or summary.issuer_id
        claimed = (
            f" (calls itself “{summary.issuer_claimed_name}”)"
            if summary.issuer_claimed_name
            else ""
        )
        console.print(f"  issuer  {shown(known + claimed)}")
    table = Table(box=None, pad_edge=True, show_header=False)
    for check in report.checks:
        if check.code != NOT_REACHED:
            detail = f"{shown(check.reason)} [dim]{shown(check.code)}[/]"
            table.add_row(MARKS[check.outcome], check.name, detail)
            for line in details(check):
                table.add_row("", "", shown(line))
    left = [check.name for check in report.checks if check.code == NOT_REACHED]
    if left:
        table.add_row(
            MARKS[Outcome.NOT_RUN], "", f"{', '.join(left)}: something has to pass first."
        )
    console.print(table)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in SUFFIXES and path.is_file():
            yield path


def _verify_folder(folder: Path, verifier: Verifier, *, as_json: bool) -> Exit:
    """Check every file of a folder, print one line each and the counts."""
    table = Table(box=None, pad_edge=False)
    for title in ("File", "Verdict", "Why"):
        table.add_column(title, overflow="fold")
    counts: Counter[Verdict] = Counter()
    rows: list[JsonValue] = []
    for path in _files(folder):
        report = verifier.verify(read_file(path))
        counts[report.verdict] += 1
        name = path.relative_to(folder).as_posix()
        if as_json:
            rows.append({"file": name, "report": report.to_json()})
            continue
        first = next(iter(report.reasons), None)
        why = f"{shown(first.reason)} [dim]{shown(first.code)}[/]" if first else ""
        table.add_row(shown(name), WORDS[report.verdict], why)
    if not counts:
        raise NothingToVerifyError(f"{folder} holds no credential files.", folder=str(folder))
    summary: JsonObject = {verdict.value: counts[verdict] for verdict in Verdict}
    if as_json:
        _print_json({"files": rows, "summary": summary})
    else:
        out().print(table)
        words = ", ".join(
            f"{counts[verdict]} {verdict.value.replace('_', ' ')}" for verdict in Verdict
        )
        err().print(f"{sum(counts.values())} files: {words}")
    return _folder_exit(counts)


def _folder_exit(counts: Counter[Verdict]) -> Exit:
    if counts[Verdict.INVALID] or counts[Verdict.VALID_BUT]:
        return Exit.WRONG
    return Exit.UNKNOWN if counts[Verdict.UNKNOWN] else Exit.OK
