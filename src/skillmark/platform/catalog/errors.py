"""What can go wrong in the catalogue, each with its stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from skillmark.core.errors import SkillmarkError

if TYPE_CHECKING:
    from skillmark.platform.catalog.checks import Finding


class CatalogError(SkillmarkError):
    """Something about an achievement is wrong."""

    code: ClassVar[str] = "catalog"


class VersionFrozenError(CatalogError):
    """A published version was about to change."""

    code = "catalog.version_frozen"


class NothingToPublishError(CatalogError):
    """The achievement has no draft."""

    code = "catalog.no_draft"


class ArchivedError(CatalogError):
    """The achievement is archived: bring it back first."""

    code = "catalog.archived"


class NotReadyError(CatalogError):
    """The draft lacks something that a published version must have.

    Attributes:
        findings: every failed check, in the order of the form.
    """

    code = "catalog.not_ready"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            "This draft is not ready to publish: " + " ".join(f.words for f in findings),
            missing=len(findings),
        )
        self.findings = findings
