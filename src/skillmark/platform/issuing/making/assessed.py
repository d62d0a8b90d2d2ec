"""What an assessment found, as it goes into the signed document and is kept beside the award.

Results answer the achievement's own descriptions, evidence names the work and how it was judged:
both are terms of Open Badges, so every verifier can read them. A correction carries them over.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Self

from skillmark.core.badges.subject import Evidence, Result
from skillmark.core.jsonio import JsonObject

_RESULT: Final = ("result_description", "achieved_level", "status", "value")
_EVIDENCE: Final = tuple(one.name for one in fields(Evidence))


@dataclass(frozen=True, slots=True)
class Assessed:
    """Results and evidence of one award; of most awards there are none.

    Attributes:
        results: one a criterion, and one for the whole.
        evidence: the pieces of work, and how they were assessed.
    """

    results: tuple[Result, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return both as plain JSON without empty members; nothing is an empty object."""
        found: dict[str, Any] = {
            "results": [_picked(one, _RESULT) for one in self.results],
            "evidence": [_picked(one, _EVIDENCE) for one in self.evidence],
        }
        return {name: listed for name, listed in found.items() if listed}

    @classmethod
    def from_json(cls, kept: JsonObject) -> Self:
        """Return what `to_json` wrote."""
        return cls(
            tuple(Result(**_known(one, _RESULT)) for one in _listed(kept, "results")),
            tuple(Evidence(**_known(one, _EVIDENCE)) for one in _listed(kept, "evidence")),
        )


NOTHING: Final = Assessed()


def _picked(value: Result | Evidence, names: tuple[str, ...]) -> dict[str, str]:
    members = asdict(value)
    return {name: members[name] for name in names if members[name]}


def _known(entry: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: str(entry[name]) for name in names if name in entry}


def _listed(kept: JsonObject, name: str) -> list[Mapping[str, Any]]:
    found = kept.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
