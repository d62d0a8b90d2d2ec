"""`skillmark verify --stack`: re-check offline what a final credential was earned by.

Nothing is fetched. What the bundle brings is enough, but for one thing that no bundle can
prove: whose keys are in it. The documents of issuers that the person has from elsewhere are
given with ``--did-document``.
"""

from datetime import datetime
from pathlib import Path
from typing import Final

from rich.table import Table

from skillmark.cli.screen import CommandError, out, read_file, shown
from skillmark.core import jsonio
from skillmark.core.stack import (
    Finding,
    Part,
    StackPolicy,
    StackReport,
    read_bundle,
    replay,
)
from skillmark.core.stack.bundle import did_address
from skillmark.core.verify import Policy, Verdict

MARKS: Final = {
    Verdict.VALID: "[green]✓[/]",
    Verdict.VALID_BUT: "[yellow]![/]",
    Verdict.UNKNOWN: "[yellow]?[/]",
    Verdict.INVALID: "[red]✗[/]",
}


class DidDocumentError(CommandError):
    """A file given as the document of an issuer is not that of a did:web."""

    code = "cli.did_document"


def verify_stack(
    data: bytes,
    *,
    at: datetime,
    policy: Policy,
    documents: list[Path],
    address: str | None,
) -> StackReport:
    """Return the report on a bundle.

    Args:
        data: the bytes of the bundle.
        at: the moment to judge for.
        policy: what is asked of the final credential.
        documents: files with DID documents that the person trusts.
        address: the e-mail address of the person in question, or None.

    Raises:
        BundleError: it is no bundle.
        CommandError: a file cannot be read, or is no document of a did:web.
    """
    known = dict(_document(path) for path in documents)
    addresses = () if address is None else (address,)
    stack = StackPolicy(final=policy, known=known, addresses=addresses)
    return replay(read_bundle(data), at=at, policy=stack)


def _document(path: Path) -> tuple[str, bytes]:
    """Return the address and the bytes of a DID document in a file."""
    data = read_file(path)
    try:
        name = jsonio.load_object(data).get("id")
    except jsonio.JsonError as error:
        raise DidDocumentError(f"{path}: {error.message}", cause=error.code) from error
    address = did_address(name) if isinstance(name, str) else ""
    if not address:
        raise DidDocumentError(f"{path} is not the document of a did:web.", path=str(path))
    return address, data


def print_stack(report: StackReport, words: str) -> None:
    """Print a report for a person.

    Args:
        report: the report.
        words: the verdict, as it may stand on a terminal.
    """
    console = out()
    first = next(iter(report.reasons), None)
    reason = f": {shown(first.reason)}" if first else ": these credentials earned it."
    console.print(f"{words}{reason}")
    _print_part("final", report.final, good="It is what its issuer signed, and it stands.")
    for number, part in enumerate(report.constituents, 1):
        good = "It counts." if part.counted else "It stands, and does not count here."
        mark = MARKS[Verdict.VALID] if part.counted else "[dim]·[/]"
        _print_part(f"part {number}", part, good=good, mark=mark)
    console.print("[bold]rule[/]")
    _print_findings(report.findings)
    if report.rule is not None:
        _print_rule(report)


def _print_part(title: str, part: Part, *, good: str, mark: str = MARKS[Verdict.VALID]) -> None:
    summary = part.report.summary if part.report else None
    named = (summary.achievement_name or summary.name) if summary else None
    issuer = (summary.issuer_domain or summary.issuer_id) if summary else None
    words = shown(", ".join(word for word in (named, issuer) if word) or part.url or "")
    out().print(f"[bold]{title}[/]  {words}")
    silent = all(finding.allows is Verdict.VALID for finding in part.findings)
    if silent:
        out().print(f"  {mark} {good}")
    _print_findings(part.findings)


def _print_findings(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        about = finding.facts.get("issuer") or finding.facts.get("node") or ""
        shown_about = f" {shown(str(about))}" if about else ""
        out().print(
            f"  {MARKS[finding.allows]} {shown(finding.reason)}{shown_about}"
            f" [dim]{shown(finding.code)}[/]"
        )


def _print_rule(report: StackReport) -> None:
    """Print a line for each node of the rule: how much there is of what it needs."""
    table = Table(box=None, pad_edge=True, show_header=False)
    for node in report.rule.nodes if report.rule else ():
        mark = MARKS[Verdict.VALID] if node.satisfied else MARKS[Verdict.INVALID]
        have = f"{node.have.normalize():f} of {node.need.normalize():f}"
        table.add_row(mark, shown(node.id), have, f"[dim]{node.reason}[/]")
    out().print(table)
