"""What can go wrong with pathways, each with its stable code."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class PathwayError(SkillmarkError):
    """Something about a pathway is wrong."""

    code: ClassVar[str] = "pathway"


class VersionFrozenError(PathwayError):
    """The content of a version in review or published was about to change."""

    code = "pathway.version_frozen"


class PathwayStateError(PathwayError):
    """The pathway is not in a state that allows this act."""

    code = "pathway.state"


class NotReadyError(PathwayError):
    """The draft cannot be published yet. Facts: ``problem``."""

    code = "pathway.not_ready"


class NothingToPublishError(PathwayError):
    """The pathway has no draft."""

    code = "pathway.nothing_to_publish"


class RuleEditError(PathwayError):
    """The change does not fit the rule as it stands. Facts: ``node``."""

    code = "pathway.rule_edit"


class EquivalenceError(PathwayError):
    """The decision on recognition says what no decision may say. Facts: ``field``."""

    code = "pathway.equivalence"


class JoinError(PathwayError):
    """The account has no proven address, so nothing can be counted for it."""

    code = "pathway.join"


class NoBundleError(PathwayError):
    """The stack cannot be put into one file now."""

    code = "pathway.bundle"
