"""The checks as they come in, put in the order of the report."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from skillmark.core.did.webvh import Head
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify.report import (
    CHECKS,
    NOT_REACHED,
    OPTIONAL,
    Check,
    Report,
    Summary,
    Verdict,
    not_run,
    verdict_of,
)

_OPTIONAL: Final = frozenset({"policy", "recipient"}) | OPTIONAL
_PLACES: Final = {name: place for place, name in enumerate(CHECKS)}


class Findings:
    """What one verification found so far."""

    def __init__(self, demanded: Iterable[str] = ()) -> None:
        """Begin.

        Args:
            demanded: checks of `OPTIONAL` that the policy asks for.
        """
        self._checks: list[Check] = []
        self._optional = _OPTIONAL.difference(demanded)

    def add(self, *checks: Check) -> None:
        """Add checks in the order they were made."""
        self._checks.extend(checks)

    def extend(self, checks: Iterable[Check]) -> None:
        """Add checks in the order they were made."""
        self._checks.extend(checks)

    @property
    def verdict(self) -> Verdict:
        """The verdict of what was found so far."""
        return verdict_of(self._checks)

    @property
    def stands(self) -> bool:
        """Nothing so far speaks against the credential or could not be checked."""
        return self.verdict in {Verdict.VALID, Verdict.VALID_BUT}

    def report(
        self,
        at: datetime,
        summary: Summary,
        credential: JsonObject | None = None,
        heads: tuple[Head, ...] = (),
    ) -> Report:
        """Return the report; every check that was not made is in it as not run."""
        made = {check.name for check in self._checks}
        missing = [
            not_run(name, NOT_REACHED, "An earlier check has to pass first.")
            for name in CHECKS
            if name not in made | self._optional
        ]
        ordered = sorted([*self._checks, *missing], key=lambda check: _PLACES[check.name])
        return Report(tuple(ordered), at, summary, credential, heads)
