"""Programmes from the provider's side: drafted, changed, published, archived."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.events.changes import changed, record
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.programmes import indexing
from skillmark.platform.programmes.errors import InvalidError, NotReadyError, StateError
from skillmark.platform.programmes.models import Prerequisite, Programme, Unit
from skillmark.platform.programmes.services import consents
from skillmark.platform.programmes.terms import Offer
from skillmark.platform.programmes.vocabulary import Mode, State, UnitRole

MAX_UNITS: Final = 60
MAX_PREREQUISITES: Final = 20


def create(organisation: Organisation, offer: Offer, *, actor: object) -> Programme:
    """Make a programme as a draft."""
    with transaction.atomic():
        programme: Programme = Programme.objects.create(
            organisation=organisation, **offer.to_row()
        )
        indexing.refresh(programme)
        facts = {"state": programme.state, "name": programme.title}
        record("programme.created", programme, actor=actor, label=programme.title, after=facts)
    return programme


def edit(programme_id: UUID, offer: Offer, *, actor: object) -> Programme:
    """Write what a programme says; learners of a published one see it at once.

    Raises:
        StateError: it is archived.
        NotReadyError: it is published and would lack what learners have to know.
    """
    with transaction.atomic():
        programme = held(programme_id)
        _require_open(programme)
        before, after = changed(programme, offer.to_row())
        if not after:
            return programme
        for name, value in after.items():
            setattr(programme, name, value)
        _still_ready(programme)
        programme.save()
        indexing.refresh(programme)
        record(
            "programme.edited",
            programme,
            actor=actor,
            label=programme.title,
            before=before,
            after=after,
        )
    return programme


def set_achievements(
    programme_id: UUID,
    *,
    units: Sequence[UUID],
    final: UUID | None,
    prerequisites: Sequence[UUID],
    actor: object,
) -> Programme:
    """Say which achievements a programme leads to, in order, and what it asks for before.

    Args:
        programme_id: of the current organisation.
        units: ids of achievements, or of versions, that are awarded now, of any organisation.
        final: the one that crowns them.
        prerequisites: what a learner has to hold.
        actor: who says so.

    Raises:
        StateError: it is archived.
        InvalidError: one is not awarded now, or named twice.
        NotReadyError: it is published and would lead to nothing.
    """
    with transaction.atomic():
        programme = held(programme_id)
        _require_open(programme)
        wanted = _named(units, final, prerequisites)
        before = _achievement_facts(programme)
        roles = [(one, UnitRole.UNIT) for one in wanted[0]]
        roles += [(one, UnitRole.FINAL) for one in wanted[1]]
        _replace_units(programme, roles)
        _replace_prerequisites(programme, wanted[2])
        consents.ask(programme)
        _still_ready(programme)
        programme.save(update_fields=["updated_at"])
        indexing.refresh(programme)
        after = _achievement_facts(programme)
        if before != after:
            record(
                "programme.achievements_changed",
                programme,
                actor=actor,
                label=programme.title,
                before=before,
                after=after,
            )
    return programme


def publish(programme_id: UUID, *, actor: object) -> Programme:
    """Put a programme into the public catalogue.

    Raises:
        StateError: it is archived.
        NotReadyError: learners would miss something they have to know.
    """
    with transaction.atomic():
        programme = held(programme_id)
        _require_open(programme)
        if programme.state == State.PUBLISHED:
            return programme
        if problems := missing(programme):
            raise NotReadyError(problems)
        _turn(programme, State.PUBLISHED, "programme.published", actor)
    return programme


def withdraw(programme_id: UUID, *, actor: object) -> Programme:
    """Take a programme out of the catalogue, back to a draft; learners keep their places."""
    with transaction.atomic():
        programme = held(programme_id)
        if programme.state == State.PUBLISHED:
            _turn(programme, State.DRAFT, "programme.withdrawn", actor)
    return programme


def archive(programme_id: UUID, *, actor: object) -> Programme:
    """Offer it no more. Who learns now goes on; nobody new comes in."""
    with transaction.atomic():
        programme = held(programme_id)
        if programme.state != State.ARCHIVED:
            _turn(programme, State.ARCHIVED, "programme.archived", actor)
    return programme


def restore(programme_id: UUID, *, actor: object) -> Programme:
    """Bring an archived programme back as a draft."""
    with transaction.atomic():
        programme = held(programme_id)
        if programme.state == State.ARCHIVED:
            _turn(programme, State.DRAFT, "programme.restored", actor)
    return programme


def missing(programme: Programme) -> dict[str, str]:
    """Return what learners would miss, field by field; nothing when it can be published."""
    found: dict[str, str] = {}
    if not programme.summary:
        found["summary"] = _("Say in a sentence or two what it is about.")
    if programme.hours is None:
        found["hours"] = _("Say how many hours it takes.")
    if programme.cost_minor is None:
        found["cost"] = _("Say what it costs, or 0.")
    roles = set(Unit.objects.filter(programme=programme).values_list("role", flat=True))
    if not roles:
        found["units"] = _("Choose at least one achievement that it leads to.")
    elif programme.mode == Mode.FINAL and UnitRole.FINAL not in roles:
        found["units"] = _("Choose the final credential: it is all that learners get.")
    elif waits := consents.lacking(programme):
        owners = dict.fromkeys(one.organisation.name for one in waits)
        names = {"names": ", ".join(owners)}
        found["units"] = (
            _("Others award some of it and have to say yes first: %(names)s.") % names
        )
    return found


def held(programme_id: UUID) -> Programme:
    """Return a programme of the current organisation with its row locked.

    Raises:
        ObjectDoesNotExist: there is none of that id.
    """
    rows = Programme.objects.select_for_update(of=("self",)).select_related("organisation")
    programme: Programme = rows.get(pk=programme_id)
    return programme


def _turn(programme: Programme, to: State, action: str, actor: object) -> None:
    before, programme.state = programme.state, to
    if to == State.PUBLISHED:
        programme.published_at = timezone.now()
    programme.save()
    record(
        action,
        programme,
        actor=actor,
        label=programme.title,
        before={"state": before},
        after={"state": str(to)},
    )


def _require_open(programme: Programme) -> None:
    if programme.state == State.ARCHIVED:
        raise StateError(_("This programme is archived. Bring it back to change it."))


def _still_ready(programme: Programme) -> None:
    if programme.state == State.PUBLISHED and (problems := missing(programme)):
        raise NotReadyError(problems)


def _named(
    units: Sequence[UUID], final: UUID | None, prerequisites: Sequence[UUID]
) -> tuple[list[UUID], list[UUID], list[UUID]]:
    """Return the achievements behind three lists of ids; versions stand for theirs."""
    if len(units) > MAX_UNITS or len(prerequisites) > MAX_PREREQUISITES:
        most = {"units": MAX_UNITS, "before": MAX_PREREQUISITES}
        words = _("At most %(units)d units and %(before)d prerequisites are possible.") % most
        raise InvalidError({"units": words})
    lists = {
        "units": list(units),
        "final": [final] if final else [],
        "prerequisites": list(prerequisites),
    }
    problems: dict[str, str] = {}
    found: dict[str, list[UUID]] = {}
    for name, ids in lists.items():
        versions = [awarded(one) for one in ids]
        if None in versions:
            problems[name] = _("One of these is not awarded now. Choose another.")
        found[name] = [one.achievement_id for one in versions if one is not None]
        if len(set(found[name])) != len(found[name]):
            problems[name] = _("Name each achievement once.")
    if set(found["units"]) & set(found["final"]):
        problems["final"] = _("It is one of the units already.")
    if set(found["prerequisites"]) & {*found["units"], *found["final"]}:
        problems["prerequisites"] = _("What is learnt here cannot be asked for before.")
    if problems:
        raise InvalidError(problems)
    return found["units"], found["final"], found["prerequisites"]


def awarded(some_id: UUID) -> AchievementVersion | None:
    """Return the version that any organisation awards now, by its id or its achievement's."""
    version = catalog.public_version(some_id)
    if version is None:
        return None
    now = catalog.public_version(version.achievement_id)
    return now if now is not None and now.state == State.PUBLISHED else None


def _replace_units(programme: Programme, wanted: Iterable[tuple[UUID, UnitRole]]) -> None:
    """Keep the rows that stay, because modules point to them."""
    kept = {row.achievement_id: row for row in Unit.objects.filter(programme=programme)}
    roles = dict(wanted)
    Unit.objects.filter(programme=programme).exclude(achievement_id__in=roles).delete()
    # the one final is given up before another takes its place
    Unit.objects.filter(programme=programme).update(role=UnitRole.UNIT)
    for position, (achievement_id, role) in enumerate(roles.items()):
        row = kept.get(achievement_id) or Unit(
            organisation_id=programme.organisation_id,
            programme=programme,
            achievement_id=achievement_id,
        )
        row.role, row.position = role, position
        row.save()


def _replace_prerequisites(programme: Programme, wanted: Sequence[UUID]) -> None:
    Prerequisite.objects.filter(programme=programme).delete()
    for position, achievement_id in enumerate(wanted):
        Prerequisite.objects.create(
            organisation_id=programme.organisation_id,
            programme=programme,
            achievement_id=achievement_id,
            position=position,
        )


def _achievement_facts(programme: Programme) -> dict[str, list[str]]:
    units = Unit.objects.filter(programme=programme).select_related("achievement")
    before = Prerequisite.objects.filter(programme=programme).select_related("achievement")
    return {
        "units": [f"{row.achievement.name} ({row.role})" for row in units],
        "prerequisites": [row.achievement.name for row in before],
    }
