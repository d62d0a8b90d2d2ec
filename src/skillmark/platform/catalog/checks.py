"""What a draft is checked for before it may be published.

Pure: content in, findings out. A required check that fails stops publishing; an advised one is
shown and left to the person. The last word on the signed form has `skillmark.core.lint`, when a
credential is built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.catalog.errors import CatalogError
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import AchievementType, Validity

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_LAPSING: Final = frozenset({AchievementType.CERTIFICATION, AchievementType.LICENSE})


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at, and what to do when it is missing.

    Attributes:
        code: what an error of it is called.
        field: the form field that mends it.
        there: what is said when all is well.
        missing: what is said when it is not.
        advice: what to do then.
    """

    code: str
    field: str
    there: StrPromise
    missing: StrPromise
    advice: StrPromise
    required: bool
    passes: Callable[[AchievementVersion], bool]


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check on one version; `label` says what is, or what is missing."""

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


def _ends(version: AchievementVersion) -> bool:
    return version.achievement_type not in _LAPSING or version.validity != Validity.NONE


def _end_ahead(version: AchievementVersion) -> bool:
    until = version.validity_until if version.validity == Validity.FIXED else None
    return until is None or until >= timezone.localdate()


CHECKS: Final = (
    Check(
        "name",
        "name",
        _("It has a name"),
        _("The name is missing"),
        _("Give it a name."),
        required=True,
        passes=lambda v: bool(v.name),
    ),
    Check(
        "description",
        "description",
        _("A short description says what it is"),
        _("The short description is missing"),
        _("Write a short description: people read it first."),
        required=True,
        passes=lambda v: bool(v.description),
    ),
    Check(
        "criteria",
        "criteria_markdown",
        _("It says how it is earned"),
        _("How it is earned is missing"),
        _("Write what a person has to do or show."),
        required=True,
        passes=lambda v: bool(v.criteria_markdown),
    ),
    Check(
        "end",
        "validity_until",
        _("Its last valid day is ahead, or it has none"),
        _("Its last valid day has passed"),
        _("Choose a later last day: what is awarded now would be expired already."),
        required=True,
        passes=_end_ahead,
    ),
    Check(
        "outcomes",
        "outcomes",
        _("It lists what a person can do afterwards"),
        _("Learning outcomes are missing"),
        _("Add learning outcomes: employers look for them."),
        required=False,
        passes=lambda v: bool(v.outcomes),
    ),
    Check(
        "workload",
        "workload_hours",
        _("The workload is stated"),
        _("The workload is missing"),
        _("State the notional workload in hours."),
        required=False,
        passes=lambda v: v.workload_hours is not None,
    ),
    Check(
        "credit_unit",
        "credit_unit",
        _("Credits name their system"),
        _("The credit system is missing"),
        _("Say which credits they are, for example ECTS: a number alone says nothing."),
        required=False,
        passes=lambda v: v.credits is None or bool(v.credit_unit),
    ),
    Check(
        "skills",
        "alignments",
        _("It names skills of a framework"),
        _("Skills of a framework are missing"),
        _("Add at least one skill, so that others can find and compare it."),
        required=False,
        passes=lambda v: bool(v.alignments),
    ),
    Check(
        "expiry",
        "validity",
        _("It ends when it should"),
        _("A certification or licence without an end"),
        _("A certification is time-limited by definition: say how long it is valid."),
        required=False,
        passes=_ends,
    ),
)


def findings(version: AchievementVersion) -> tuple[Finding, ...]:
    """Run every check on `version`, in the order of the form."""
    return tuple(
        Finding(
            code=f"catalog.missing_{check.code}",
            field=check.field,
            label=str(check.there if passed else check.missing),
            advice=str(check.advice),
            required=check.required,
            passed=passed,
        )
        for check in CHECKS
        for passed in (check.passes(version),)
    )


def blocking(version: AchievementVersion) -> tuple[Finding, ...]:
    """Return the findings that stop `version` from being published."""
    return tuple(finding for finding in findings(version) if finding.blocks)
