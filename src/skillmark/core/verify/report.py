"""What a verification says: checks with three outcomes, and the verdict that follows.

Pure values. A check that could not run is `Outcome.NOT_RUN` and is never a pass; a warning is
said and changes nothing. `Report.to_json` is the one JSON form for the library, the command
line and HTTP. Plain words for a screen are `skillmark.platform.verifying`'s work.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from skillmark.core.did.webvh import Head
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject, JsonValue

type Fact = str | int | float | bool | None


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    NOT_RUN = "not_run"


class Verdict(StrEnum):
    """What the whole of the checks says, best first."""

    VALID = "valid"
    VALID_BUT = "valid_but"
    UNKNOWN = "unknown"
    INVALID = "invalid"


CHECKS: Final = (
    "format",
    "context",
    "type",
    "model",
    "proof",
    "issuer",
    "key",
    "log",
    "anchor",
    "right",
    "validity",
    "status",
    "refresh",
    "schema",
    "badge",
    "subject",
    "endorsements",
    "policy",
    "recipient",
)
"""The names of the checks in the order of the report (the official validator's order)."""

OPTIONAL: Final = frozenset({"log", "anchor", "right"})
"""Checks of what comes beside a credential; made when there is something, or when demanded."""

REQUIRED: Final = frozenset(CHECKS[: CHECKS.index("policy")]) - OPTIONAL
"""The checks without which there is no report; the others depend on the policy."""

HISTORY: Final = "issuer.history_verified"
DOMAIN_UNCHECKED: Final = "issuer.domain_unchecked"
QUALIFYING: Final = frozenset(
    {"validity.expired", "validity.not_yet", "status.suspended", DOMAIN_UNCHECKED}
)
"""Codes that leave a proven credential standing: the verdict says "valid, but …"."""

FORMAL: Final = frozenset({"schema", "badge", "endorsements"})
"""Checks of form, and of what third parties say: they never make a proven credential forged,
so whatever keeps them from passing leaves it "valid, but …"."""

NOT_REACHED: Final = "verify.not_reached"
"""The code of a check that another one kept from being made."""

_FOLLOWING: Final = frozenset({NOT_REACHED, "proof.key_not_found"})
"""Codes that only follow from what another check says; named last among the reasons."""

_SEVERITY: Final = {
    Verdict.VALID: 0,
    Verdict.VALID_BUT: 1,
    Verdict.UNKNOWN: 2,
    Verdict.INVALID: 3,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One question put to the credential, and its answer.

    Attributes:
        name: one of `CHECKS`; a set of proofs gives several checks of one name.
        outcome: how it ended.
        code: stable and dotted; an error's own code when it failed.
        reason: one sentence for a person.
        facts: what the sentence speaks of, JSON scalars only.
        demanded: the verdict rests on it. One of `OPTIONAL` that no policy demands spoils a
            verdict only when it failed, and then makes it "valid, but …".
    """

    name: str
    outcome: Outcome
    code: str
    reason: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    demanded: bool = True

    @property
    def consequence(self) -> Verdict:
        """The best verdict that this answer still allows."""
        if self.outcome is Outcome.PASSED or self.outcome is Outcome.WARNING:
            return Verdict.VALID
        if self.name in OPTIONAL and not self.demanded:
            failed = self.outcome is Outcome.FAILED
            return Verdict.VALID_BUT if failed else Verdict.VALID
        if self.code in QUALIFYING or (self.name in FORMAL and self.code != NOT_REACHED):
            return Verdict.VALID_BUT
        return Verdict.INVALID if self.outcome is Outcome.FAILED else Verdict.UNKNOWN

    def to_json(self) -> JsonObject:
        """Return ``{name, outcome, code, reason, facts, demanded}``."""
        facts: JsonObject = dict(self.facts)
        return {
            "name": self.name,
            "outcome": self.outcome.value,
            "code": self.code,
            "reason": self.reason,
            "facts": facts,
            "demanded": self.demanded,
        }


def passed(name: str, code: str, reason: str, **facts: Fact) -> Check:
    """Return a check that ran and found nothing wrong."""
    return Check(name, Outcome.PASSED, code, reason, facts)


def warned(name: str, code: str, reason: str, **facts: Fact) -> Check:
    """Return a check that ran and has something to say that changes nothing."""
    return Check(name, Outcome.WARNING, code, reason, facts)


def failed(name: str, code: str, reason: str, **facts: Fact) -> Check:
    """Return a check that ran and found the credential wanting."""
    return Check(name, Outcome.FAILED, code, reason, facts)


def not_run(name: str, code: str, reason: str, **facts: Fact) -> Check:
    """Return a check that could not be made; it never counts as a pass."""
    return Check(name, Outcome.NOT_RUN, code, reason, facts)


def failed_by(name: str, error: SkillmarkError, **facts: Fact) -> Check:
    """Return the failed check that an error stands for, with its code and facts."""
    return Check(name, Outcome.FAILED, error.code, error.message, {**error.facts, **facts})


def not_run_by(name: str, error: SkillmarkError, **facts: Fact) -> Check:
    """Return the check that an error kept from being made."""
    return Check(name, Outcome.NOT_RUN, error.code, error.message, {**error.facts, **facts})


@dataclass(frozen=True, slots=True)
class Summary:
    """What the credential says of itself; true only as far as `proven` and the checks go.

    Attributes:
        proven: a proof of the issuer covers these words.
        kind: ``json``, ``jwt``, ``png``, ``svg``, or what else the input is.
        specification: what it was found to follow, such as ``Open Badges 2.0``.
        issuer_domain: the host of the issuer's did:web, did:webvh or web address, the only name
            that was verified.
        issuer_claimed_name: the name the issuer gives itself; never proof of anything.
        signed_at: the asserted time of the proof; the issuer's word, not proven time.
    """

    proven: bool = False
    kind: str | None = None
    credential_id: str | None = None
    types: tuple[str, ...] = ()
    name: str | None = None
    issuer_id: str | None = None
    issuer_domain: str | None = None
    issuer_claimed_name: str | None = None
    subject_id: str | None = None
    achievement_id: str | None = None
    achievement_name: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    signed_at: str | None = None
    specification: str | None = None

    def to_json(self) -> JsonObject:
        """Return the summary as a flat object, absent facts as null."""
        types: list[JsonValue] = list(self.types)
        return {
            "proven": self.proven,
            "kind": self.kind,
            "credential_id": self.credential_id,
            "types": types,
            "name": self.name,
            "issuer_id": self.issuer_id,
            "issuer_domain": self.issuer_domain,
            "issuer_claimed_name": self.issuer_claimed_name,
            "subject_id": self.subject_id,
            "achievement_id": self.achievement_id,
            "achievement_name": self.achievement_name,
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
            "signed_at": self.signed_at,
            "specification": self.specification,
        }


def verdict_of(checks: Iterable[Check]) -> Verdict:
    """Return the verdict of some checks: the worst consequence; none at all is unknown."""
    found = [check.consequence for check in checks]
    return max(found, key=_SEVERITY.__getitem__, default=Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to "is this credential good?", with every check that was made or not.

    Attributes:
        checks: in the order of `CHECKS`.
        at: the moment the question was asked for, with a zone.
        summary: what the credential says of itself.
        credential: it as an object, whatever it came in; an Open Badge of version 2 is said in
            the words of 3.0. None when it could not be read; no part of `to_json`.
        heads: of the issuers' logs that were read and believed. Who keeps them finds out when one
            is rolled back or forked (`Trust.heads`); no part of `to_json`.
    """

    checks: tuple[Check, ...]
    at: datetime
    summary: Summary = field(default_factory=Summary)
    credential: JsonObject | None = field(default=None, compare=False, repr=False)
    heads: tuple[Head, ...] = field(default=(), compare=False, repr=False)

    @property
    def alarms(self) -> tuple[Check, ...]:
        """The checks that somebody should be told of, not only the reader."""
        return tuple(check for check in self.checks if check.facts.get("alarm") is True)

    @property
    def verdict(self) -> Verdict:
        """The verdict: invalid before unknown before valid-but before valid.

        A required check that is missing from the report counts as not run.
        """
        worst = verdict_of(self.checks)
        missing = REQUIRED.difference([check.name for check in self.checks])
        return max(worst, Verdict.UNKNOWN, key=_SEVERITY.__getitem__) if missing else worst

    @property
    def reasons(self) -> tuple[Check, ...]:
        """The checks that keep the verdict from being plainly valid, worst first.

        Among equals, what only follows from another check comes last.
        """
        found = [check for check in self.checks if check.consequence is not Verdict.VALID]
        return tuple(
            sorted(
                found,
                key=lambda check: (-_SEVERITY[check.consequence], check.code in _FOLLOWING),
            )
        )

    def checks_named(self, name: str) -> tuple[Check, ...]:
        """Return the checks of one name, in order."""
        return tuple(check for check in self.checks if check.name == name)

    def to_json(self) -> JsonObject:
        """Return ``{verdict, at, summary, checks}``, ready to be written as JSON."""
        checks: list[JsonValue] = [check.to_json() for check in self.checks]
        moment = self.at.astimezone(UTC).isoformat(timespec="seconds")
        return {
            "verdict": self.verdict.value,
            "at": moment.replace("+00:00", "Z"),
            "summary": self.summary.to_json(),
            "checks": checks,
        }
