"""The catalogue of the demo: each organisation's programmes, published, with groups to join."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.demo.definitions import courses as definitions
from skillmark.platform.demo.definitions.courses import Course, Group
from skillmark.platform.demo.desk import Desk
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people.models import User
from skillmark.platform.programmes.models import Cohort, Enrolment, Programme, Unit
from skillmark.platform.programmes.services import (
    cohorts,
    consents,
    contents,
    enrolling,
    offers,
)
from skillmark.platform.programmes.services.contents import Thing
from skillmark.platform.programmes.terms import Offer, Part, Run
from skillmark.platform.programmes.vocabulary import MaterialKind

_ALL_YEAR: Final = "Begin any"  # how groups are called that people can join at once


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The programmes that were made, and their groups, by the titles of the programmes."""

    programmes: dict[str, Programme] = field(default_factory=dict)
    groups: dict[str, list[Cohort]] = field(default_factory=dict)

    def enrol(self, title: str, user: User) -> Enrolment:
        """Give an account a place in the group of a programme that takes people at any time."""
        group = next(one for one in self.groups[title] if one.name.startswith(_ALL_YEAR))
        applicant = enrolling.Applicant(user=user, name=user.display_name, email=user.email)
        with organisation_scope(group.organisation_id):
            return enrolling.enrol(group.pk, applicant)


def offer(desks: Mapping[str, Desk]) -> Catalogue:
    """Publish every programme; some lead to achievements of another organisation."""
    made = Catalogue()
    awarded: dict[str, AchievementVersion] = {}
    for desk in desks.values():
        awarded |= desk.catalogue
    for slug, listed in definitions.BY_SLUG.items():
        desk = desks[slug]
        with organisation_scope(desk.organisation):
            for course in listed:
                programme = _offer(desk, course, awarded)
                _allow(programme, desks)
                programme = offers.publish(programme.pk, actor=desk.actor)
                made.programmes[course.title] = programme
                made.groups[course.title] = [
                    _group(desk, programme, group) for group in course.groups
                ]
    return made


def _offer(desk: Desk, course: Course, awarded: Mapping[str, AchievementVersion]) -> Programme:
    def named(codes: tuple[str, ...]) -> list[UUID]:
        return [awarded[code].achievement_id for code in codes]

    programme = offers.create(desk.organisation, Offer.parse(course.offer), actor=desk.actor)
    offers.set_achievements(
        programme.pk,
        units=named(course.units),
        final=awarded[course.final].achievement_id if course.final else None,
        prerequisites=named(course.before),
        actor=desk.actor,
    )
    units = list(Unit.objects.filter(programme=programme).order_by("position"))
    for place, (title, hours, text) in enumerate(course.modules):
        part = Part.parse({"title": title, "hours": hours})
        module = contents.add_module(
            programme.pk, part, unit_id=units[place].pk, actor=desk.actor
        )
        thing = Thing(kind=MaterialKind.TEXT, title=title, body=text)
        contents.add_material(module.pk, thing, actor=desk.actor)
    return programme


def _allow(programme: Programme, desks: Mapping[str, Desk]) -> None:
    """Let those say yes whose achievements a programme of others leads to."""
    by_owner = {desk.organisation.pk: desk for desk in desks.values()}
    for consent in consents.lacking(programme):
        with organisation_scope(consent.organisation_id):
            owner = by_owner[consent.organisation_id].actor
            consents.decide(consent.pk, given=True, actor=owner)


def _group(desk: Desk, programme: Programme, group: Group) -> Cohort:
    starts = None if group.starts is None else desk.day(-group.starts)
    run = Run(
        name=group.name,
        starts_on=starts,
        ends_on=starts + timedelta(days=group.lasts) if starts else None,
        capacity=group.places,
        place=group.place,
    )
    return cohorts.open_cohort(programme.pk, run, actor=desk.actor)
