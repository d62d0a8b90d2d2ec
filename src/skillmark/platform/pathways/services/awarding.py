"""Looking at people again: what they have is written down, finals are issued, kept or taken.

`look_again` is the only way a final comes about. It holds the people's rows, looks at what they
hold at that moment, and issues by a key of pathway and person: however often, in whatever order
and by however many workers it is called, there is one final each.

Locks are taken in one order: learners by key, then the organisation (for turns), then its
identity (for issuing). Whoever issues or revokes takes the latter two only and adds to a queue.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import batched
from typing import Final
from uuid import UUID

from django.db import transaction

from skillmark.core import jsonio
from skillmark.core.issue.recipient import Recipient
from skillmark.core.stack import Decisions, Rule
from skillmark.core.stack.resources import related_resources
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.events import services as events
from skillmark.platform.events.audit import Act
from skillmark.platform.issuing.lineage import Lineage
from skillmark.platform.issuing.making.intent import Intent
from skillmark.platform.issuing.models import Award, Credential, CredentialState, Source
from skillmark.platform.issuing.services import awarding, fuse
from skillmark.platform.pathways import (
    addresses,
    history,
    looking,
    people,
    recognition,
    rules,
)
from skillmark.platform.pathways.history import Held
from skillmark.platform.pathways.looking import Looked
from skillmark.platform.pathways.models import (
    Constituent,
    Learner,
    Pathway,
    PathwayAward,
    PathwayVersion,
)
from skillmark.platform.pathways.people import Person
from skillmark.platform.pathways.services import losing
from skillmark.platform.pathways.services.memory import Memory

ALREADY: Final = "already_held"
NO_VERSION: Final = "not_awarded_now"
_IDS: Final = 400  # of one query
_GIVEN: Final = (  # what was replaced lives on in what replaced it, perhaps at another address
    CredentialState.ACTIVE,
    CredentialState.SUSPENDED,
    CredentialState.SUPERSEDED,
)


@dataclass(slots=True)
class Found:
    """What came of looking at some people again.

    Attributes:
        people: how many were looked at.
        issued: the finals issued now.
        changed: awards whose final was suspended, lifted or revoked.
    """

    people: int = 0
    issued: list[PathwayAward] = field(default_factory=list)
    changed: int = 0


@dataclass(slots=True)
class Case:
    """One person on the pathway, while they are looked at."""

    person: Person
    learner: Learner
    award: PathwayAward | None = None
    held: list[Held] = field(default_factory=list)
    looked: Looked | None = None


def look_again(pathway: Pathway, emails: Iterable[str], now: datetime) -> Found:
    """Look at some people again, in one transaction and the scope of the organisation.

    Args:
        pathway: on which pathway.
        emails: an address of each.
        now: the moment, with a zone.

    Raises:
        TrustError: nothing can be signed at the moment; nothing changed.
    """
    now = now.replace(microsecond=0)
    with transaction.atomic():
        cases = _cases(pathway, sorted(set(people.persons(emails).values()), key=_order))
        desk = _Desk(pathway, now)
        desk.look(cases)
        found = Found(people=len(cases))
        lost = desk.losses(cases)
        due = desk.due(cases)
        if lost or due:
            fuse.hold(pathway.organisation_id)
        found.changed = losing.settle(lost, now)
        found.issued = desk.issue(due)
        Learner.objects.bulk_update(
            [case.learner for case in cases],
            [
                "name",
                "satisfied",
                "have",
                "need",
                "verdict",
                "problem",
                "looked_at",
                "next_look",
            ],
        )
    return found


class _Desk:
    """One pathway at one moment."""

    def __init__(self, pathway: Pathway, now: datetime) -> None:
        self._pathway = pathway
        self._now = now
        self._decisions = recognition.standing(pathway.organisation_id)
        versions = PathwayVersion.objects.filter(pathway=pathway, published_at__isnull=False)
        self._versions: dict[UUID, PathwayVersion] = versions.in_bulk()
        self._current = next(
            (one for one in self._versions.values() if one.state == State.PUBLISHED), None
        )

    def look(self, cases: Sequence[Case]) -> None:
        """Read what everybody holds and hold it against the rule."""
        every = [rules.published_rule(one) for one in self._versions.values()]
        wanted = set().union(*(rules.wanted(rule, self._decisions) for rule in every))
        found = history.of(
            [case.person for case in cases],
            organisation_id=self._pathway.organisation_id,
            joined=[case.person for case in cases if case.learner.joined_at is not None],
            achievements=wanted,
            achievement_ids=rules.local(wanted),
        )
        for case in cases:
            case.held = found[case.person]
            shown = self._shown(case)
            if shown is not None:
                case.looked = looking.look(shown, case.held, self._decisions, self._now)
            self._note(case)

    def losses(self, cases: Sequence[Case]) -> list[losing.Question]:
        """Return every final with whether what earned it stands; by its own version's rule."""
        awards = [case.award for case in cases if case.award is not None]
        memory = Memory(self._pathway.organisation_id, awards)
        return [
            losing.Question(
                case.award,
                stands=looking.still_stands(
                    rules.published_rule(self._versions[case.award.version_id]),
                    memory.beside(
                        case.award,
                        case.held,
                        case.person.emails,
                        joined=case.learner.joined_at is not None,
                    ),
                    recognition.of_award(case.award),
                    awarded_at=case.award.awarded_at,
                    now=self._now,
                ),
            )
            for case in cases
            if case.award is not None
        ]

    def due(self, cases: Sequence[Case]) -> list[Case]:
        """Return who fulfils the rule that is published and has no final yet."""
        if self._current is None:
            return []
        found = [
            case
            for case in cases
            if case.award is None and case.looked and case.looked.verdict.satisfied
        ]
        holders = held_by_hand(self._current.achievement_id, [case.person for case in found])
        for case in found:
            case.learner.problem = ALREADY if case.person in holders else ""
        return [case for case in found if case.person not in holders]

    def issue(self, due: Sequence[Case]) -> list[PathwayAward]:
        """Issue the finals that are due; who cannot be issued one keeps the reason."""
        version = self._current
        if version is None or not due:
            return []
        final = AchievementVersion.objects.filter(
            achievement_id=version.achievement_id, state=State.PUBLISHED
        ).first()
        if final is None:
            for case in due:
                case.learner.problem = NO_VERSION
            return []
        rule = rules.published_rule(version)
        outcomes = awarding.issue_many(
            self._pathway.organisation,
            final,
            [self._intent(case, version, rule) for case in due],
            source=Source.PATHWAY,
            actor=None,
            at=self._now,
        )
        made = []
        for case, outcome in zip(due, outcomes, strict=True):
            if outcome.credential is None:
                case.learner.problem = outcome.error.message[:300] if outcome.error else ""
                continue
            made.append(self._award(case, version, outcome.credential))
        _record(made)
        return made

    def _shown(self, case: Case) -> Rule | None:
        """Return the rule a person's progress is shown by: their award's, else the current."""
        version = self._current
        if case.award is not None:
            version = self._versions[case.award.version_id]
        return None if version is None else rules.published_rule(version)

    def _note(self, case: Case) -> None:
        learner = case.learner
        learner.looked_at, learner.problem = self._now, ""
        if case.looked is None:
            learner.satisfied, learner.next_look = False, None
            return
        verdict = case.looked.verdict
        root = verdict.nodes[0]
        learner.satisfied = verdict.satisfied
        learner.have, learner.need = min(root.have, Decimal(10**8)), root.need
        learner.verdict = verdict.to_json()
        learner.next_look = case.looked.next_look
        if case.held:
            newest = max(case.held, key=lambda one: (one.item.valid_from, one.url))
            learner.name = newest.name[:200]

    def _intent(self, case: Case, version: PathwayVersion, rule: Rule) -> Intent:
        looked = case.looked
        assert looked is not None  # noqa: S101 - who is due was looked at
        slug = self._pathway.slug
        decisions = self._used(looked)
        related = related_resources(
            rule_url=addresses.rule(slug, version.number),
            rule=rule,
            constituents=[(held.url, held.data) for held in looked.counted],
            decisions_url=addresses.decisions(slug, decisions.digest) if decisions else None,
            decisions=decisions,
        )
        recipient = Recipient(
            name=looked.name,
            email=looked.email or case.learner.email,
            achieved_on=max(held.item.achieved for held in looked.counted),
        )
        key = jsonio.dumps(["pathway", str(self._pathway.pk), str(case.learner.pk)])
        return Intent(recipient, hashlib.sha256(key).hexdigest(), Lineage(related=related))

    def _used(self, looked: Looked) -> Decisions | None:
        """Return the decisions, where one of them says something of what counted."""
        if self._decisions is None:
            return None
        recognised = looking.recognised(looked.counted, self._decisions)
        before = [held.item for held in looked.counted]
        return self._decisions if recognised != before else None

    def _award(
        self, case: Case, version: PathwayVersion, credential: Credential
    ) -> PathwayAward:
        looked = case.looked
        assert looked is not None  # noqa: S101 - the same
        decisions = self._used(looked)
        owner = self._pathway.organisation_id
        made: PathwayAward = PathwayAward.objects.create(
            organisation_id=owner,
            pathway=self._pathway,
            learner=case.learner,
            version=version,
            credential=credential,
            decisions=recognition.kept(owner, decisions) if decisions else None,
            verdict=looked.verdict.to_json(),
            awarded_at=self._now,
        )
        Constituent.objects.bulk_create(
            Constituent(
                organisation_id=owner,
                award=made,
                credential=held.credential,
                url=held.url,
                title=held.title[:300],
                external=b"" if held.credential is not None else held.data,
                position=position,
            )
            for position, held in enumerate(looked.counted)
        )
        return made


def _cases(pathway: Pathway, persons: Sequence[Person]) -> list[Case]:
    """Hold the row of each person, made now if there was none, in the order of the keys."""
    emails = {email for person in persons for email in person.emails}
    known = Learner.objects.filter(pathway=pathway, email__in=emails)
    rows = {row.email: row for row in known.order_by("-looked_at")}
    missing = [person for person in persons if not person.emails & rows.keys()]
    Learner.objects.bulk_create(
        [
            Learner(
                organisation_id=pathway.organisation_id,
                pathway=pathway,
                key=people.key_of(person.email),
                email=person.email,
            )
            for person in missing
        ],
        ignore_conflicts=True,
    )
    held = list(
        Learner.objects.select_for_update()
        .filter(pathway=pathway, email__in=emails)
        .order_by("key")
    )
    awards = {
        award.learner_id: award
        for award in PathwayAward.objects.filter(learner__in=held).select_related(
            "credential", "version", "decisions", "pathway__organisation"
        )
    }
    return [_case(person, held, awards) for person in persons]


def _case(person: Person, held: Sequence[Learner], awards: dict[UUID, PathwayAward]) -> Case:
    """Return the person's row: the one with the final, else the first; others go."""
    own = [row for row in held if row.email in person.emails]
    own.sort(key=lambda row: (row.pk not in awards, row.joined_at is None, row.key))
    first = own[0]
    joined = next((row for row in own if row.joined_at is not None), None)
    if first.joined_at is None and joined is not None:
        first.joined_at, first.joined_by_id = joined.joined_at, joined.joined_by_id
        first.save(update_fields=["joined_at", "joined_by"])
    spare = [row.pk for row in own[1:] if row.pk not in awards]
    if spare:
        Learner.objects.filter(pk__in=spare).delete()
    return Case(person, first, awards.get(first.pk))


def held_by_hand(achievement_id: UUID | None, persons: Iterable[Person]) -> set[Person]:
    """Return who holds the final already, awarded without the pathway."""
    emails = {email: person for person in persons for email in person.emails}
    found: set[Person] = set()
    for some in batched(sorted(emails), _IDS):
        awards = Award.objects.filter(recipient_email__in=some).exclude(source=Source.PATHWAY)
        rows = awards.filter(
            achievement_version__achievement_id=achievement_id, credential__state__in=_GIVEN
        ).order_by()
        found |= {emails[one] for one in rows.values_list("recipient_email", flat=True)}
    return found


def _record(made: Sequence[PathwayAward]) -> None:
    if not made:
        return
    acts = [
        Act(
            "pathway.awarded",
            one,
            after={
                "pathway": str(one.pathway_id),
                "version": str(one.version_id),
                "credential": str(one.credential_id),
            },
        )
        for one in made
    ]
    events.record_many(organisation_id=made[0].organisation_id, actor=None, acts=acts)


def _order(person: Person) -> str:
    return people.key_of(person.email)
