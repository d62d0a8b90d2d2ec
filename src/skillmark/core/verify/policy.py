"""What a verifier asks for beyond what every credential must fulfil: small composable rules.

A `Policy` holds a few limits and any number of rules; a rule looks at proven claims only and
answers with a `Check`. Rules combine with `AllOf` and `AnyOf`; writing another is writing one
method.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol, Self

from skillmark.core.badges import identity
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify.fields import objects, text
from skillmark.core.verify.report import Check, Outcome, failed, not_run, passed
from skillmark.core.verify.trust import NOBODY, Trust


@dataclass(frozen=True, slots=True)
class Claims:
    """What a rule may look at; its proof has been found valid.

    Attributes:
        document: the credential, with its proof.
        issuer_id: the issuer whose key signed it.
        at: the moment of the verification.
    """

    document: JsonObject
    issuer_id: str
    at: datetime


class Rule(Protocol):
    """One more thing that a verifier asks for."""

    def check(self, claims: Claims) -> Check:
        """Answer for proven claims; never raise."""
        ...


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits and rules of one verifier.

    Attributes:
        any_proof: one good proof of a set is enough; the default wants every proof good.
        proven_time: a key that was retired since needs time that somebody else proves. The
            default takes the issuer's word as well when its own log shows the key in force at
            that time and the credential is in a log; a revoked key never needs a policy.
        status_issuers: DIDs besides the issuer that may sign its status lists.
        rules: asked after the proof is valid, in order.
        trust: logs, chains and issuers to believe, and what has to be proven by them.
    """

    any_proof: bool = False
    proven_time: bool = False
    status_issuers: frozenset[str] = frozenset()
    rules: tuple[Rule, ...] = ()
    trust: Trust = NOBODY

    @property
    def named(self) -> frozenset[str]:
        """The issuers that the rules name letter by letter."""
        names = (rule.issuer_ids for rule in self.rules if isinstance(rule, IssuerIs))
        return frozenset().union(*names)

    @classmethod
    def default(cls) -> Self:
        """Return the policy of the public verifier: every proof good, no further rules."""
        return cls()

    def requiring(self, *rules: Rule) -> Self:
        """Return this policy with more rules."""
        return replace(self, rules=(*self.rules, *rules))


@dataclass(frozen=True, slots=True)
class IssuerIs:
    """The issuer is one of these DIDs, compared letter by letter."""

    issuer_ids: frozenset[str]

    @classmethod
    def any_of(cls, *issuer_ids: str) -> Self:
        """Return the rule for some DIDs."""
        return cls(frozenset(issuer_ids))

    def check(self, claims: Claims) -> Check:
        """Pass when the issuer is among them."""
        if claims.issuer_id in self.issuer_ids:
            return passed("policy", "policy.issuer_trusted", "The issuer is one you trust.")
        return failed(
            "policy",
            "policy.issuer_not_trusted",
            "The issuer is not one you trust.",
            issuer=claims.issuer_id,
        )


@dataclass(frozen=True, slots=True)
class AchievementIs:
    """The credential is of this achievement, named by its id."""

    achievement_id: str

    def check(self, claims: Claims) -> Check:
        """Pass when a subject of the credential has the achievement."""
        subjects = objects(claims.document.get("credentialSubject"))
        found = {
            text(part.get("id")) for one in subjects for part in objects(one.get("achievement"))
        }
        if self.achievement_id in found:
            return passed("policy", "policy.achievement", "It is of the achievement asked for.")
        return failed(
            "policy",
            "policy.achievement_differs",
            "It is of another achievement.",
            wanted=self.achievement_id,
        )


@dataclass(frozen=True, slots=True)
class StatusRequired:
    """The issuer must be able to revoke: a credential without status is refused."""

    def check(self, claims: Claims) -> Check:
        """Pass when there is a status entry; what it says is the check ``status``."""
        if objects(claims.document.get("credentialStatus")):
            return passed("policy", "policy.has_status", "The issuer can revoke it.")
        return failed("policy", "policy.no_status", "The issuer has no way to revoke it.")


@dataclass(frozen=True, slots=True)
class RecipientIs:
    """The credential was awarded to the person with this e-mail address or identifier."""

    value: str

    def check(self, claims: Claims) -> Check:
        """Pass when an identifier of the subject, hashed or plain, is this value."""
        entries = [
            entry
            for subject in objects(claims.document.get("credentialSubject"))
            for entry in objects(subject.get("identifier"))
        ]
        if not entries:
            return not_run(
                "recipient",
                "recipient.unnamed",
                "The credential names no identifier of its holder to compare with.",
            )
        if any(_names(entry, self.value) for entry in entries):
            return passed("recipient", "recipient.matches", "It was awarded to this person.")
        if any(
            identity.is_weak_hash(text(entry.get("identityHash")) or "") for entry in entries
        ):
            return not_run(
                "recipient",
                "recipient.weak_hash",
                "The holder is named by an MD5 hash, which proves nothing.",
            )
        return failed("recipient", "recipient.differs", "It was awarded to somebody else.")


def _names(entry: JsonObject, value: str) -> bool:
    """Tell whether an IdentityObject (Open Badges 3.0 §B.1) stands for a value.

    Mail hosts ignore case, so addresses are compared without it.
    """
    said = text(entry.get("identityHash")) or ""
    if entry.get("hashed") is True:
        return identity.matches(said, value, text(entry.get("salt")) or "")
    return said.casefold() == value.casefold() if "@" in value else said == value


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of these rules; answers with the worst answer."""

    rules: tuple[Rule, ...]

    def check(self, claims: Claims) -> Check:
        """Return the first of the worst answers; no rule at all fails."""
        return _pick(self.rules, claims, max)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these rules; answers with the best answer."""

    rules: tuple[Rule, ...]

    def check(self, claims: Claims) -> Check:
        """Return the first of the best answers; no rule at all fails."""
        return _pick(self.rules, claims, min)


_RANK: Final[Mapping[Outcome, int]] = {
    Outcome.PASSED: 0,
    Outcome.WARNING: 1,
    Outcome.NOT_RUN: 2,
    Outcome.FAILED: 3,
}


def _pick(rules: tuple[Rule, ...], claims: Claims, choose: Callable[..., Check]) -> Check:
    if not rules:
        return failed("policy", "policy.empty", "The policy has no rule to fulfil.")
    answers = [rule.check(claims) for rule in rules]
    return choose(answers, key=lambda answer: _RANK[answer.outcome])
