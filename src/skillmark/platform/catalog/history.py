"""What to show of versions and checks: which fields changed, which checks passed."""

from collections.abc import Iterable
from dataclasses import dataclass

from skillmark.platform.catalog import checks, pictures
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import AchievementVersion


@dataclass(frozen=True, slots=True)
class Entry:
    """A version, and the names of the fields that differ from the one before it."""

    version: AchievementVersion
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A finding as the check list of the design system shows it."""

    outcome: str
    title: str
    reason: str


def entries(versions: Iterable[AchievementVersion]) -> list[Entry]:
    """Return versions (newest first) with what changed in each."""
    ordered = list(versions)
    before = [*ordered[1:], None]
    return [
        Entry(version, changed(older, version))
        for version, older in zip(ordered, before, strict=True)
    ]


def changed(older: AchievementVersion | None, newer: AchievementVersion) -> tuple[str, ...]:
    """Return the names of the fields that differ, as people read them."""
    if older is None:
        return ()
    fields = {field.name: field.verbose_name for field in AchievementVersion._meta.fields}  # noqa: SLF001 - Django's public name
    return tuple(
        str(fields[name])
        for name in Content.__slots__
        if _shown(older, name) != _shown(newer, name)
    )


def _shown(version: AchievementVersion, name: str) -> object:
    """Return a value as people see it: an open design or colour is the usual one."""
    if name == "design_key":
        return pictures.design_of(version)
    if name == "design_colour":
        return pictures.colour_of(version)
    return getattr(version, name)


def check_lines(version: AchievementVersion) -> list[CheckLine]:
    """Return every check of `version`: required ones fail, advised ones only warn."""
    lines = []
    for finding in checks.findings(version):
        missing = "failed" if finding.required else "warning"
        outcome = "passed" if finding.passed else missing
        reason = "" if finding.passed else finding.advice
        lines.append(CheckLine(outcome, finding.label, reason))
    return lines
