"""What a draft is checked for before it may be published.

Pure: content in, findings out. A required check that fails stops publishing; an advised one is
shown and left to the person. The last word on the signed form has `skillmark.core.lint`, when a
credential is built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from django.utils.translation import gettext_lazy as _

from skillmark.platform.catalog.errors import CatalogError
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import AchievementType

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_LAPSING: Final = frozenset({AchievementType.CERTIFICATION, AchievementType.LICENSE})


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at, and what to do when it is missing."""

    code: str
    field: str  # the form field that mends it
    label: StrPromise
    advice: StrPromise
    required: bool
    passes: Callable[[AchievementVersion], bool]


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check on one version."""

    code: str
    field: str
    label: str
    advice: str
    required: bool
    passed: bool

    @property
    def blocks(self) -> bool:
        """Say whether publishing must wait for this."""
        return self.required and not self.passed


class NotReadyError(CatalogError):
    """The draft lacks something that a published version must have.

    Attributes:
        findings: every failed check, in the order of the form.
    """

    code: ClassVar[str] = "catalog.not_ready"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            "This draft is not ready to publish. " + " ".join(f.advice for f in findings),
            missing=len(findings),
        )
        self.findings = findings


CHECKS: Final = (
    Check(
        "name",
        "name",
        _("It has a name"),
        _("Give it a name."),
        required=True,
        passes=lambda v: bool(v.name),
    ),
    Check(
        "description",
        "description",
        _("One or two sentences say what it is"),
        _("Write a short description: people read it first."),
        required=True,
        passes=lambda v: bool(v.description),
    ),
    Check(
        "criteria",
        "criteria_markdown",
        _("It says how it is earned"),
        _("Write what a person has to do or show."),
        required=True,
        passes=lambda v: bool(v.criteria_markdown),
    ),
    Check(
        "outcomes",
        "outcomes",
        _("It lists what a person can do afterwards"),
        _("Add learning outcomes, one a line: employers look for them."),
        required=False,
        passes=lambda v: bool(v.outcomes),
    ),
    Check(
        "workload",
        "workload_hours",
        _("The workload is stated"),
        _("State the notional workload in hours."),
        required=False,
        passes=lambda v: v.workload_hours is not None,
    ),
    Check(
        "skills",
        "alignments",
        _("It names skills of a framework"),
        _("Add at least one skill, so that others can find and compare it."),
        required=False,
        passes=lambda v: bool(v.alignments),
    ),
    Check(
        "expiry",
        "validity_months",
        _("A certification or licence ends"),
        _(
            "A certification is time-limited by definition: say for how many months it is valid."
        ),
        required=False,
        passes=lambda v: v.achievement_type not in _LAPSING or v.validity_months is not None,
    ),
)


def findings(version: AchievementVersion) -> tuple[Finding, ...]:
    """Run every check on `version`, in the order of the form."""
    return tuple(
        Finding(
            code=f"catalog.missing_{check.code}",
            field=check.field,
            label=str(check.label),
            advice=str(check.advice),
            required=check.required,
            passed=check.passes(version),
        )
        for check in CHECKS
    )


def blocking(version: AchievementVersion) -> tuple[Finding, ...]:
    """Return the findings that stop `version` from being published."""
    return tuple(finding for finding in findings(version) if finding.blocks)
