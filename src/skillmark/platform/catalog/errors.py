"""What can go wrong in the catalogue, each with its stable code."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


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


class InReviewError(CatalogError):
    """A second person looks at it now: its content stands still until they decide."""

    code = "catalog.in_review"


class ReviewNeededError(CatalogError):
    """The organisation asks for a second person before it publishes."""

    code = "catalog.review_needed"
