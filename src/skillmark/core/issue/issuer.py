"""Build, lint and sign: the one way from a recipient to a credential's exact bytes.

The command line and the platform both go it. Keys, times, names and salts are arguments, so
the same arguments give the same bytes (with a deterministic signature such as Ed25519).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from skillmark.core import canon
from skillmark.core.badges import credential
from skillmark.core.badges.achievement import Achievement
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.profile import Profile
from skillmark.core.badges.subject import (
    AchievementSubject,
    Evidence,
    IdentityObject,
    Result,
)
from skillmark.core.canon import Canonicalizer
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.canon.memory import Memory
from skillmark.core.crypto import PublicKey, Signer
from skillmark.core.issue import grades
from skillmark.core.issue.errors import VerificationMethodError
from skillmark.core.issue.recipient import Recipient
from skillmark.core.issue.recipients import GradeCheck
from skillmark.core.jsonio import JsonObject, dumps
from skillmark.core.lint import BatchLint, LintError
from skillmark.core.proof import BulkSigner, check_proof, proofs_of

_LAST_SECOND = time(23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One credential to be issued.

    Attributes:
        recipient: to whom, and what is said of this person only.
        credential_id: an ``https`` address or a ``urn``, never used twice.
        salt: at least 128 random bits as text, for the hash of the address.
        valid_from: with zone.
        valid_until: after `valid_from`; by default the recipient's own last day.
        statuses: ``credentialStatus`` entries.
        evidence: what there is beside the recipient's own.
        related_resources: what it refers to with a digest: for the final of a stack its rule
            and its constituents.
        results: what was reached, criterion by criterion, beside the recipient's grade.
    """

    recipient: Recipient
    credential_id: str
    salt: str
    valid_from: datetime
    valid_until: datetime | None = None
    statuses: tuple[JsonObject, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    related_resources: tuple[JsonObject, ...] = ()
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one award of many.

    Attributes:
        award: the award.
        credential: the bytes to store, when it was issued.
        problems: why it was not.
    """

    award: Award
    credential: bytes | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who issues, and with which key.

    Attributes:
        profile: its ``id`` is the issuer's DID.
        verification_method: the key's name in the DID document, ``<did>#<fragment>``.
        signer: the key.
        cryptosuite: one of `proof.registry.names`.
        public_key: when given, every signature is checked before it is handed out.
    """

    profile: Profile
    verification_method: str
    signer: Signer
    cryptosuite: str = "eddsa-rdfc-2022"
    public_key: PublicKey | None = None

    @property
    def did(self) -> str:
        """The issuer's id."""
        return self.profile.id

    def issue_one(
        self,
        achievement: Achievement,
        recipient: Recipient,
        *,
        credential_id: str,
        valid_from: datetime,
        created: datetime,
        salt: str,
        valid_until: datetime | None = None,
        statuses: tuple[JsonObject, ...] = (),
    ) -> bytes:
        """Return one signed credential, the exact bytes to store.

        Args:
            achievement: what is recognised.
            recipient: who has earned it.
            credential_id: see `Award`.
            valid_from: see `Award`.
            created: the time of the proof, with zone.
            salt: see `Award`.
            valid_until: see `Award`.
            statuses: see `Award`.

        Raises:
            VerificationMethodError: the key's name is not under the issuer's id.
            LintError: the credential is not fit to be issued.
            ProofError: the key does not fit the suite, or its signature does not hold.
        """
        award = Award(
            recipient=recipient,
            credential_id=credential_id,
            salt=salt,
            valid_from=valid_from,
            valid_until=valid_until,
            statuses=statuses,
        )
        run = _Run(self, achievement, created, canon.canonicalize)
        return run.issue(award)

    def issue_many(
        self,
        achievement: Achievement,
        awards: Iterable[Award],
        *,
        created: datetime,
        cache: ShapeCache | None = None,
    ) -> Iterator[Outcome]:
        """Yield what becomes of each award, in order; one refusal stops no other.

        Gives the same bytes as `issue_one`, faster: what the credentials share is
        canonicalised once.

        Args:
            achievement: what is recognised.
            awards: read as they are needed.
            created: the time of all proofs, with zone.
            cache: shapes seen before; a new one by default.

        Raises:
            VerificationMethodError: the key's name is not under the issuer's id.
            ProofError: the key does not fit the suite, or its signature does not hold.
        """
        shapes = ShapeCache(compile_at=1) if cache is None else cache
        run = _Run(self, achievement, created, shapes.canonicalize)
        for award in awards:
            try:
                yield Outcome(award, run.issue(award))
            except LintError as refusal:
                yield Outcome(award, None, refusal.problems)


class _Run:
    """One issuer, one achievement, one time of signing."""

    def __init__(
        self,
        issuer: Issuer,
        achievement: Achievement,
        created: datetime,
        canonicalize: Canonicalizer,
    ) -> None:
        _require_own_key(issuer)
        self._issuer = issuer
        self._achievement = achievement
        self._shared = credential.Shared(issuer.profile.to_json(), achievement.to_json())
        self._canonicalize = Memory(canonicalize)
        self._lint = BatchLint(at=created, canonicalize=self._canonicalize)
        self._signer = BulkSigner(
            issuer.signer,
            issuer.verification_method,
            created,
            cryptosuite=issuer.cryptosuite,
            canonicalize=self._canonicalize,
        )

    def issue(self, award: Award) -> bytes:
        self._canonicalize.forget()
        document = build(self._issuer.profile, self._achievement, award, self._shared)
        self._lint.require_issuable(document)
        signed = self._signer.add_proof(document)
        if self._issuer.public_key is not None:
            for proof in proofs_of(signed):
                check_proof(
                    signed, proof, self._issuer.public_key, canonicalize=self._canonicalize
                )
        return dumps(signed)


def build(
    issuer: Profile,
    achievement: Achievement,
    award: Award,
    shared: credential.Shared | None = None,
) -> JsonObject:
    """Return the unsigned credential of an award.

    The learner's number stays out of it: it is short, so even its hash could be guessed.

    Args:
        issuer: who issues.
        achievement: what is recognised.
        award: to whom, and when.
        shared: issuer and achievement as they were written before.

    Raises:
        TimestampError: a time has no zone.
    """
    person = award.recipient
    identities = [IdentityObject.plain_name(person.name)]
    if person.email:
        identities.append(IdentityObject.hashed_email(person.email, award.salt))
    subject = AchievementSubject(
        achievement=achievement,
        id=person.did,
        identifier=tuple(identities),
        narrative=person.narrative,
        result=_results(achievement, award),
    )
    return credential.build(
        credential_id=award.credential_id,
        issuer=issuer,
        subject=subject,
        valid_from=award.valid_from,
        valid_until=award.valid_until or end_of(person.valid_until),
        awarded_date=_start_of(person.achieved_on) or award.valid_from,
        image=achievement.image,
        evidence=_evidence(award),
        statuses=award.statuses,
        extras=credential.Extras(related_resources=award.related_resources),
        shared=shared,
    )


def grade_check(achievement: Achievement) -> GradeCheck:
    """Return the check of grades that `recipients.read` takes, for one achievement."""
    return lambda grade: grades.reason(achievement, grade)


def end_of(last_day: date | None) -> datetime | None:
    """Return the last second of a day, UTC."""
    return datetime.combine(last_day, _LAST_SECOND) if last_day else None


def _results(achievement: Achievement, award: Award) -> tuple[Result, ...]:
    grade = award.recipient.grade
    given = (grades.result(achievement, grade),) if grade else ()
    return (*given, *award.results)


def _evidence(award: Award) -> tuple[Evidence, ...]:
    works = (
        Evidence(id=work.url, narrative=work.narrative) for work in award.recipient.evidence
    )
    return (*works, *award.evidence)


def _start_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time(tzinfo=UTC)) if day else None


def _require_own_key(issuer: Issuer) -> None:
    if issuer.verification_method.partition("#")[0] != issuer.did:
        raise VerificationMethodError(
            "The key does not belong to the issuer.",
            issuer=issuer.did,
            verification_method=issuer.verification_method,
        )
