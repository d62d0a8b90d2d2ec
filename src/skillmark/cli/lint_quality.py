"""How `skillmark lint` shows what quality profiles say."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from rich.table import Table

from skillmark.cli.screen import Exit, out, shown
from skillmark.core.lint import quality
from skillmark.core.lint.quality import Fault, Level, Report, Verdict


class ProfileChoice(StrEnum):
    """The profiles by the names they have on the command line."""

    EU = "eu"
    TRUSTED = "trusted"
    CMF = "cmf"
    NMF = "nmf"
    NZQA = "nzqa"
    ALL = "all"


_VERDICTS: Final = {
    Verdict.MEETS: "[green]meets it[/]",
    Verdict.FAILS: "[red]does not meet it[/]",
    Verdict.CANNOT_TELL: "[yellow]cannot be told from this file[/]",
}
_FAULTS: Final = {
    Fault.MISSING: "missing",
    Fault.WRONG: "wrong",
    Fault.UNKNOWN: "cannot tell",
}
_CLASSES: Final = {
    quality.Kind.APPLICATION: "Application",
    quality.Kind.KNOWLEDGE: "Knowledge",
    quality.Kind.RECOGNITION: "Recognition badge",
    quality.Kind.UNKNOWN: "cannot be told",
}


def chosen(choices: Iterable[ProfileChoice]) -> tuple[quality.Profile, ...]:
    """Return the profiles asked for, each once and in their own order."""
    wanted = set(choices)
    if ProfileChoice.ALL in wanted:
        return tuple(quality.PROFILES.values())
    return tuple(profile for key, profile in quality.PROFILES.items() if key in wanted)


def status_of(reports: Iterable[Report]) -> Exit:
    """Return how the command exits: the worst of what the profiles say."""
    verdicts = {report.verdict for report in reports}
    if Verdict.FAILS in verdicts:
        return Exit.WRONG
    return Exit.UNKNOWN if Verdict.CANNOT_TELL in verdicts else Exit.OK


def print_report(report: Report) -> None:
    """Show one profile's verdict and everything it found."""
    counts = ", ".join(
        f"{report.kept(level)} of {report.asked(level)} {level.value}" for level in Level
    )
    console = out()
    console.print()
    console.print(f"[bold]{report.profile.name}[/]: {_VERDICTS[report.verdict]} ({counts})")
    if report.classification is not None:
        kind = _CLASSES[report.classification.kind]
        console.print(f"Class: {kind}. {report.classification.sentence}")
    if report.findings:
        console.print(_table(report))


def _table(report: Report) -> Table:
    table = Table(box=None, pad_edge=False)
    for title in ("Field", "", "", "What to do"):
        table.add_column(title, overflow="fold")
    for found in report.findings:
        now = f" Now: {shown(found.found)}." if found.found else ""
        table.add_row(
            found.rule.field,
            _FAULTS[found.fault],
            found.rule.level.value,
            f"{found.rule.advice}{now} [dim]{found.rule.code}[/]",
        )
    return table
