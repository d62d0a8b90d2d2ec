"""Holding a draft against everybody: who would gain, lose, or stand differently.

Nothing is awarded and nobody is told. The people come in the order of their addresses, so a run
that was interrupted goes on where it stopped.
"""

from collections.abc import Iterable
from datetime import datetime
from heapq import merge
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_noop

from skillmark.core.stack import HistoryItem, NodeVerdict, Rule, at_root
from skillmark.platform.events import services as events
from skillmark.platform.issuing.models import Award, ClaimLink
from skillmark.platform.jobs import services as jobs
from skillmark.platform.jobs.models import Job
from skillmark.platform.pathways import glancing, people, recognition, rules, selectors
from skillmark.platform.pathways.glancing import Glance
from skillmark.platform.pathways.models import (
    DryRun,
    DryRunRow,
    DryRunState,
    Effect,
    Learner,
    PathwayAward,
    PathwayVersion,
)
from skillmark.platform.pathways.people import Person
from skillmark.platform.pathways.services.awarding import held_by_hand

KIND: Final = "pathways.dry_run"
CHUNK: Final = 500  # people of one transaction


def start(version: PathwayVersion, *, actor: object) -> DryRun:
    """Ask for a dry run of a version, as it is written now.

    Raises:
        RuleDocumentError: its rule is not finished; with every problem.
    """
    rule = rules.draft_rule(version.rule)
    organisation = version.pathway.organisation
    with transaction.atomic():
        run: DryRun = DryRun.objects.create(
            organisation=organisation, version=version, rule=version.rule, digest=rule.digest
        )
        slug = organisation.slug
        run.job = jobs.start(
            KIND,
            organisation,
            {"dry_run": str(run.pk)},
            actor=actor,
            title=gettext_noop("Dry run of “%(name)s”") % {"name": version.name[:120]},
            result_url=reverse("pathways:dry-run", args=[slug, version.pathway_id, run.pk]),
        )
        run.save(update_fields=["job"])
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="pathway.dry_run_started",
            object=version.pathway,
            after={"version": version.number, "digest": rule.digest},
            label=version.name,
        )
    return run


def of_job(job: Job) -> DryRun:
    """Return the run that a job does."""
    rows = DryRun.objects.select_related("version__pathway")
    found: DryRun = rows.get(pk=UUID(job.arguments["dry_run"]))
    return found


def population(run: DryRun) -> int:
    """Return how many addresses there are to look at."""
    emails: set[str] = set()
    for _name, rows in _by_field(run):
        emails.update(rows)
    return len(emails)


def go_on(run: DryRun, now: datetime) -> int:
    """Look at the next people, in the caller's transaction; return how many addresses."""
    emails = _first(
        rows.filter(**{f"{name}__gt": run.cursor})[:CHUNK] for name, rows in _by_field(run)
    )
    if not emails:
        return 0
    persons = _once(run, emails)
    _Comparing(run, now).compare(persons)
    run.cursor = emails[-1]
    run.save()
    return len(emails)


def close(run: DryRun, now: datetime) -> DryRun:
    """Say that everybody was looked at."""
    run.state, run.finished_at = DryRunState.DONE, now
    run.save(update_fields=["state", "finished_at"])
    return run


class _Comparing:
    """The draft beside what is published."""

    def __init__(self, run: DryRun, now: datetime) -> None:
        self._run, self._now = run, now
        self._pathway = run.version.pathway
        self._draft = rules.draft_rule(run.rule)
        published = selectors.published(self._pathway)
        self._current = rules.published_rule(published) if published else None
        self._decisions = recognition.standing(run.organisation_id)
        self._reader = glancing.Reader()

    def compare(self, persons: list[Person]) -> None:
        """Count what the draft would do for some people, and note those for whom it matters."""
        every = [one for one in (self._draft, self._current) if one is not None]
        wanted = set().union(*(rules.wanted(rule, self._decisions) for rule in every))
        learners = _learners(self._run, persons)
        held = glancing.of(
            persons,
            self._reader,
            organisation_id=self._run.organisation_id,
            joined=[one for one in persons if (row := learners.get(one)) and row.joined_at],
            achievements=wanted,
            achievement_ids=rules.local(wanted),
        )
        awarded = set(
            PathwayAward.objects.filter(
                learner__in=[row.pk for row in learners.values()]
            ).values_list("learner_id", flat=True)
        )
        by_hand = held_by_hand(self._run.version.achievement_id, persons)
        rows = []
        for person in persons:
            learner = learners.get(person)
            holds = person in by_hand or (learner is not None and learner.pk in awarded)
            found = self._one(person, held[person], holds=holds)
            if found is not None:
                rows.append(found)
        DryRunRow.objects.bulk_create(rows, ignore_conflicts=True)

    def _one(self, person: Person, held: list[Glance], *, holds: bool) -> DryRunRow | None:
        run = self._run
        items = [one.item for one in held]
        if self._decisions is not None:
            items = self._decisions.applied(items)
        before = self._verdict(self._current, items)
        after = self._verdict(self._draft, items)
        assert after is not None  # noqa: S101 - there is a draft
        run.people += 1
        run.fulfilled += after.satisfied
        effect = _effect(before, after, holds=holds)
        if effect is None:
            return None
        setattr(run, effect.value, getattr(run, effect.value) + 1)
        newest = max(
            held, key=lambda one: (one.item.valid_from, one.item.credential), default=None
        )
        return DryRunRow(
            organisation_id=run.organisation_id,
            dry_run=run,
            email=person.email,
            name=newest.name[:200] if newest else "",
            effect=effect,
            before=_share(before),
            after=_share(after),
            holds=holds,
        )

    def _verdict(self, rule: Rule | None, items: list[HistoryItem]) -> NodeVerdict | None:
        return None if rule is None else at_root(rule, items, self._now)


def _effect(before: NodeVerdict | None, after: NodeVerdict, *, holds: bool) -> Effect | None:
    met = before is not None and before.satisfied
    if after.satisfied and not met:
        return None if holds else Effect.GAIN
    if met and not after.satisfied:
        return Effect.LOSE
    if before is not None and _share(before) != _share(after):
        return Effect.CHANGE
    return None


def _share(verdict: NodeVerdict | None) -> str:
    if verdict is None:
        return ""
    return f"{verdict.have.normalize():f} / {verdict.need.normalize():f}"


def _learners(run: DryRun, persons: Iterable[Person]) -> dict[Person, Learner]:
    emails = {email: person for person in persons for email in person.emails}
    rows = Learner.objects.filter(pathway=run.version.pathway, email__in=list(emails))
    return {emails[row.email]: row for row in rows.order_by("key")}


def _once(run: DryRun, emails: list[str]) -> list[Person]:
    """Return the people behind addresses, each at the first of theirs in the population."""
    found = people.persons(emails)
    several = {
        one for person in found.values() if len(person.emails) > 1 for one in person.emails
    }
    present: set[str] = set()
    if several:
        for name, rows in _by_field(run):
            present.update(rows.filter(**{f"{name}__in": sorted(several)}))
    return [
        person
        for email, person in found.items()
        if len(person.emails) == 1 or email == min(person.emails & present)
    ]


def _first(parts: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(merge(*parts)))[:CHUNK]


def _by_field(run: DryRun) -> list[tuple[str, QuerySet[Any, str]]]:
    """Return the addresses to look at, sorted, with the name of the column they stand in."""
    achievements = _achievements(run)
    awards = Award.objects.filter(achievement_version__achievement_id__in=achievements)
    links = ClaimLink.objects.filter(
        credential__achievement_version__achievement_id__in=achievements,
        claimed_by__isnull=False,
    )
    learners = Learner.objects.filter(pathway=run.version.pathway)
    named = [
        ("recipient_email", awards.exclude(recipient_email="")),
        ("claimed_by__email", links),
        ("email", learners),
    ]
    return [
        (name, rows.order_by(name).values_list(name, flat=True).distinct())
        for name, rows in named
    ]


def _achievements(run: DryRun) -> list[UUID]:
    decisions = recognition.standing(run.organisation_id)
    wanted = rules.wanted(rules.draft_rule(run.rule), decisions)
    published = selectors.published(run.version.pathway)
    if published is not None:
        wanted |= rules.wanted(rules.published_rule(published), decisions)
    return rules.local(wanted)
