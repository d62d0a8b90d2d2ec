"""Had the issuer the right to issue this credential? One pure answer.

A good signature only says who issued. Whose achievement it is, its signed definition says; that
somebody else may issue it, a grant of its owner; whom to take for whom, the verifier's own
registry. What the credential says of these things itself counts against it, never for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from skillmark.core.jsonio import JsonObject, dumps
from skillmark.core.rights import grants
from skillmark.core.rights.answer import RANK, Answer, Fact, failed, not_run, passed, warned
from skillmark.core.rights.papers import Kind, Paper, named
from skillmark.core.rights.reading import id_of, moment, name_of, objects, text
from skillmark.core.rights.registry import Known, Registry

_NOT_COMPARED: Final = frozenset({"type", "creator", "endorsement", "endorsementJwt"})
_ONLY_DEFINED: Final = frozenset({"endorsementComment"})


def check_right(
    document: JsonObject,
    papers: Sequence[Paper],
    *,
    at: datetime,
    proven: datetime | None = None,
    registry: Registry | None = None,
) -> Answer:
    """Return whether the issuer of a proven credential had the right to issue it.

    Args:
        document: the credential; its own proof was found good.
        papers: what came with it or was found where it says; see `Paper`.
        at: now, with a zone.
        proven: the trusted time by which it was signed, or None.
        registry: whom the verifier knows; None for nobody in particular.

    Returns:
        For several achievements the worst answer.
    """
    case = _Case(document, tuple(papers), at, proven, registry)
    strange = case.strange_issuer()
    if strange is not None:
        return strange.having(**case.facts())
    achievements = [
        one
        for subject in objects(document.get("credentialSubject"))
        for one in objects(subject.get("achievement"))
    ]
    if not achievements:
        return not_run("right.unsaid", "It is of no achievement that somebody could own.")
    answers = [case.judge(one) for one in achievements]
    worst = max(answers, key=lambda answer: RANK[answer.outcome])
    return worst.having(**case.facts())


@dataclass(frozen=True, slots=True)
class _Case:
    """One credential and what is known about it."""

    document: JsonObject
    papers: tuple[Paper, ...]
    at: datetime
    proven: datetime | None
    registry: Registry | None

    @property
    def issuer(self) -> str:
        return id_of(self.document.get("issuer"))

    @property
    def created(self) -> datetime | None:
        """The latest time that the issuer claims: of the proofs, or the begin of validity."""
        proofs = objects(self.document.get("proof"))
        claimed = [moment(proof.get("created")) for proof in proofs]
        found = [one for one in claimed if one is not None]
        return max(found) if found else moment(self.document.get("validFrom"))

    @property
    def closed(self) -> bool:
        return self.registry is not None and self.registry.closed

    def known(self, did: str) -> Known | None:
        return self.registry.find(did, self.at) if self.registry else None

    def dids(self, did: str) -> frozenset[str]:
        known = self.known(did)
        return known.dids if known else frozenset({did})

    def strange_issuer(self) -> Answer | None:
        """Say that a registry does not know the issuer, or knows another of that name."""
        if self.registry is None or self.known(self.issuer) is not None:
            return None
        name = name_of(self.document.get("issuer"))
        alike = self.registry.same_look(name, self.issuer)
        if alike is not None:
            reason = (
                "The issuer has the name of another one that you know: same name, other DID."
            )
            say = failed if self.registry.closed else warned
            return say("right.lookalike", reason).having(name=name[:200], known=alike.did)
        if not self.registry.closed:
            return None
        reason = "The issuer is not among those that you know."
        return failed("right.unknown_issuer", reason).having(issuer=self.issuer[:500])

    def judge(self, achievement: JsonObject) -> Answer:
        """Answer for one achievement."""
        definition = self.definition(text(achievement.get("id")))
        if isinstance(definition, Answer):
            return definition
        if definition is None:
            return self.without_definition(achievement)
        facts: dict[str, Fact] = {"definition": definition.id, "owner": definition.signer}
        differing = _differences(achievement, definition.subject)
        if differing:
            reason = "What it says of the achievement differs from the signed definition."
            answer = failed("right.definition_differs", reason)
            return answer.having(members=", ".join(differing)[:200], **facts)
        creator = id_of(achievement.get("creator"))
        ids = frozenset({definition.about, *_other_names(definition.subject)})
        owner = self.registry.owner_of(*sorted(ids)) if self.registry else None
        if (creator and creator not in self.dids(definition.signer)) or (
            owner is not None and definition.signer not in owner.dids
        ):
            reason = (
                "The definition of the achievement is signed by somebody else than its owner."
            )
            return failed("right.definition_foreign", reason).having(**facts)
        if self.issuer in self.dids(definition.signer):
            reason = "The issuer itself awards this achievement."
            return passed("right.own", reason).having(**facts)
        return self.by_grant(definition.signer, ids).having(**facts)

    def definition(self, achievement_id: str) -> Paper | Answer | None:
        """Return the signed definition of an achievement, or why there is none to rely on.

        When the credential names papers by their digests, only what has such a digest counts.
        """
        found = [
            paper
            for paper in self.papers
            if paper.kind is Kind.DEFINITION and paper.about == achievement_id
        ]
        wanted = {one.digest for one in named(self.document)}
        bound = [paper for paper in found if paper.digest in wanted] if wanted else found
        sound = [paper for paper in bound if paper.sound]
        if sound:
            return sound[0]
        if any(paper.unknown for paper in bound):
            reason = "The signed definition of the achievement could not be checked just now."
            return not_run("right.unchecked", reason)
        if found:
            reason = "The signed definition of the achievement is not the one that it names."
            return failed("right.definition_differs", reason).having(definition=found[0].id)
        return None

    def without_definition(self, achievement: JsonObject) -> Answer:
        """Answer from the registry, and from what the credential admits itself."""
        name = text(achievement.get("id"))
        known = self.known(self.issuer)
        owner = self.registry.owner_of(name) if self.registry else None
        creator = id_of(achievement.get("creator"))
        if owner is not None and self.issuer not in owner.dids:
            return self.by_grant(owner.did, frozenset({name})).having(owner=owner.did[:500])
        if creator and self.issuer not in self.dids(creator):
            granted = self.by_grant(creator, frozenset({name}))
            if RANK[granted.outcome] == 0:
                return granted.having(owner=creator[:500])
            reason = "It names another creator, and nothing signed of theirs is at hand."
            code = "right.unchecked" if named(self.document) else "right.unsaid"
            return not_run(code, reason).having(owner=creator[:500])
        if known is not None and self.closed and (owner is not None or not known.achievements):
            return passed("right.known", "The issuer is one that you know.")
        if named(self.document):
            reason = "The signed definition of the achievement is not at hand."
            return not_run("right.unchecked", reason)
        reason = "Nothing signed says whose achievement it is; only the issuer's word does."
        return not_run("right.unsaid", reason)

    def by_grant(self, owner: str, achievements: frozenset[str]) -> Answer:
        """Answer for an achievement of somebody else."""
        question = grants.Question(
            self.dids(self.issuer),
            self.dids(owner),
            achievements,
            self.at,
            self.created,
            self.proven,
        )
        answer = grants.judge(question, self.papers)
        known = self.known(self.issuer)
        if known is not None and achievements & set(known.may_issue):
            granted = passed("right.known", "You know that the issuer may issue it.")
            return granted if answer is None or RANK[answer.outcome] else answer
        if answer is not None:
            return answer
        held = {paper.digest for paper in self.papers}
        if any(one.digest not in held for one in named(self.document)):
            reason = "The achievement is another's, and the grant it names is not at hand."
            return not_run("right.unchecked", reason)
        reason = "The achievement is another's, and nothing of theirs lets the issuer issue it."
        return failed("right.not_entitled", reason)

    def facts(self) -> dict[str, Fact]:
        """Return who accredited the issuer or the achievement, so far as it can be relied on."""
        about = {self.issuer, *self.dids(self.issuer)}
        for subject in objects(self.document.get("credentialSubject")):
            about |= {text(one.get("id")) for one in objects(subject.get("achievement"))}
        endorsers = {
            paper.signer
            for paper in self.papers
            if paper.kind is Kind.ENDORSEMENT
            and paper.about in about
            and paper.signer != self.issuer
            and paper.in_force(self.at)
        }
        accreditors = {one for one in endorsers if (k := self.known(one)) and k.accreditor}
        return {
            "endorsed_by": ", ".join(sorted(endorsers))[:1_000],
            "accredited_by": ", ".join(sorted(accreditors))[:1_000],
        }


def _other_names(achievement: JsonObject) -> tuple[str, ...]:
    """Return the further identifiers that a definition gives: the lasting address is one."""
    entries = objects(achievement.get("otherIdentifier"))
    return tuple(text(one.get("identifier")) for one in entries if one.get("identifier"))


def _differences(said: JsonObject, defined: JsonObject) -> list[str]:
    """Return the members in which a credential's achievement departs from its definition."""
    names = (said.keys() | defined.keys()) - _NOT_COMPARED - (_ONLY_DEFINED - said.keys())
    return sorted(
        name
        for name in names
        if name not in said
        or name not in defined
        or dumps({"v": said[name]}) != dumps({"v": defined[name]})
    )
