"""What to show of versions and checks: what changed when, who holds what, which checks passed."""

from collections.abc import Iterable
from dataclasses import dataclass

from skillmark.platform.catalog import checks, diff, holders
from skillmark.platform.catalog.models import AchievementVersion


@dataclass(frozen=True, slots=True)
class Entry:
    """A version, what differs from the one before it, and how many credentials name it."""

    version: AchievementVersion
    before: AchievementVersion | None
    changed: tuple[str, ...]
    held: int


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A finding as the check list of the design system shows it."""

    outcome: str
    title: str
    reason: str


def entries(versions: Iterable[AchievementVersion]) -> list[Entry]:
    """Return versions (newest first) with what changed in each, and who holds it."""
    ordered = list(versions)
    held = holders.of([version.pk for version in ordered])
    before = [*ordered[1:], None]
    return [
        Entry(version, older, changed(older, version), held[version.pk])
        for version, older in zip(ordered, before, strict=True)
    ]


def changed(older: AchievementVersion | None, newer: AchievementVersion) -> tuple[str, ...]:
    """Return the names of the fields that differ, as people read them."""
    if older is None:
        return ()
    return diff.changed(older, newer)


def check_lines(version: AchievementVersion) -> list[CheckLine]:
    """Return every check of `version`: required ones fail, advised ones only warn."""
    lines = []
    for finding in checks.findings(version):
        missing = "failed" if finding.required else "warning"
        outcome = "passed" if finding.passed else missing
        reason = "" if finding.passed else finding.advice
        lines.append(CheckLine(outcome, finding.label, reason))
    return lines
