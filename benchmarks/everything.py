"""One organisation with very many of everything: what `lists` asks the pages for."""

from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from beginning import Place, first_of_each
from filling import (
    CHUNK,
    START,
    address,
    copies,
    digest,
    every,
    in_haste,
    moment,
    mostly,
    name,
    timed,
)

# ruff: noqa: PLC0415 - everything of the platform is imported after Django is set up.

LEARNER: Final = 5_000  # credentials of one person, for the backpack


def found(rows: int) -> Place:
    """Make the organisation and fill it."""
    in_haste()
    place = first_of_each()
    work = [
        ("members and invitations", _people),
        ("API keys", _keys),
        ("achievements", _achievements),
        ("awards and credentials", _credentials),
        ("batches and their rows", _batches),
        ("claim links for many", _open_links),
        ("deliveries, addresses", _deliveries),
        ("approvals", _approvals),
        ("jobs", _jobs),
        ("skills", _skills),
        ("shares", _shares),
        ("audit entries", _acts),
    ]
    timed((what, partial(make, place, rows)) for what, make in work)
    return place


def _people(place: Place, rows: int) -> None:
    from skillmark.platform.orgs.models import Invitation, Membership, Role
    from skillmark.platform.people.models import User

    account = User.objects.get(pk=place.owner.pk)
    account.password = "!"  # noqa: S105 - nobody signs in with it
    people = copies(
        account, rows, email=address, display_name=name, created_at=moment, last_login=moment
    )
    copies(
        every(Membership).get(organisation=place.organisation, user=place.owner),
        rows,
        user_id=people.__getitem__,
        role=mostly(Role.VIEWER, Role.ISSUER, Role.DESIGNER, Role.APPROVER),
        created_at=moment,
    )
    offer = every(Invitation).create(
        organisation=place.organisation,
        email="colleague@people.example",
        role=Role.ISSUER,
        digest=digest(0),
        invited_by=place.owner,
        expires_at=moment(10 * rows) + timedelta(days=10_000),
    )
    copies(
        offer,
        rows,
        email=address,
        digest=lambda n: digest(n + 1),
        created_at=moment,
        accepted_at=mostly(None, START),
    )


def _keys(place: Place, rows: int) -> None:
    from skillmark.platform.orgs.api_keys import create_api_key
    from skillmark.platform.orgs.models import Scope

    issued = create_api_key(
        place.organisation, name="Course shop", scopes=list(Scope.values), actor=place.owner
    )
    copies(
        issued.key,
        rows,
        name=lambda n: f"Shop number {n:06}",
        digest=lambda n: digest(n + 1),
        prefix=lambda n: f"sk_{n:06}",
        created_at=moment,
        revoked_at=mostly(None, START),
    )


def _achievements(place: Place, rows: int) -> None:
    first = place.version.achievement
    titles = ("Fire prevention", "First aid", "Forklift", "Data ethics", "Statistics")
    ids = copies(
        first,
        rows,
        name=lambda n: f"{titles[n % len(titles)]} {n:06}",
        slug=lambda n: f"a-{n:06}",
        state=mostly("published", "draft", "archived"),
        created_at=moment,
        updated_at=moment,
    )
    copies(
        place.version,
        rows,
        achievement_id=ids.__getitem__,
        name=lambda n: f"{titles[n % len(titles)]} {n:06}",
        state=mostly("published", "draft", "archived"),
        created_at=moment,
        published_at=moment,
    )


def _credentials(place: Place, rows: int) -> None:
    from skillmark.platform.issuing.models.credentials import searchable

    ours = "learner@people.example"

    def mail(n: int) -> str:
        return ours if n < LEARNER and n % 2 else address(n)

    awards = copies(
        place.credential.award,
        rows,
        source_key=lambda n: digest(n + 1),
        recipient_name=name,
        recipient_email=mail,
        created_at=moment,
    )
    states = mostly("active", "suspended", "revoked", "active")
    title = place.version.name
    copies(
        place.credential,
        rows,
        award_id=awards.__getitem__,
        digest=lambda n: digest(n + 1),
        state=states,
        issued_at=moment,
        valid_from=moment,
        valid_until=lambda n: moment(n) + timedelta(days=700) if n % 3 else None,
        claimed_at=lambda n: moment(n) if n % 4 else None,
        search_text=lambda n: searchable(name(n), mail(n), title),
    )


def _batches(place: Place, rows: int) -> None:
    from skillmark.platform.issuing.models import BatchRow

    states = mostly("done", "preview", "cancelled", "failed", "scheduled")
    copies(
        place.batch,
        rows,
        filename=lambda n: f"course-{n:06}.csv",
        file_digest=digest,
        state=states,
        total=lambda n: n % 500,
        created_at=moment,
    )
    row = every(BatchRow).create(
        organisation=place.organisation,
        batch=place.batch,
        line=1,
        raw=["Mark Olsen", "mark@people.example"],
        state="ready",
        name="Mark Olsen",
    )
    copies(
        row,
        rows,
        line=lambda n: n + 2,
        name=name,
        email=address,
        state=mostly("ready", "problem", "duplicate"),
        source_key=digest,
    )
    every(type(place.batch)).filter(pk=place.batch.pk).update(
        state="preview", total=rows, ready=rows
    )


def _open_links(place: Place, rows: int) -> None:
    from skillmark.platform.issuing.models.open_links import OpenClaim, OpenLink

    link = every(OpenLink).create(
        organisation=place.organisation,
        achievement_version=place.version,
        name="Course of May",
        token="t" * 43,
    )
    copies(
        link,
        rows,
        name=lambda n: f"Course {n:06}",
        token=lambda n: f"{n:043}",
        state=mostly("open", "paused", "closed"),
        created_at=moment,
    )
    claim = every(OpenClaim).create(
        organisation=place.organisation,
        link=link,
        name="Mark Olsen",
        email="mark@people.example",
        mailbox="mark@people.example",
        token_digest=digest(0),
        token_until=moment(0),
    )
    copies(
        claim,
        rows,
        name=name,
        email=address,
        mailbox=address,
        state=mostly("waiting", "issued", "declined"),
        token_digest=lambda n: digest(n + 1),
        asked_at=moment,
    )


def _deliveries(place: Place, rows: int) -> None:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.models.deliveries import Delivery
    from skillmark.platform.mailing.models import Cause, Suppression

    issued = every(Credential).filter(organisation=place.organisation)
    ids: list[UUID] = list(issued.values_list("pk", flat=True)[:rows])
    first = every(Delivery).create(
        organisation=place.organisation,
        credential=place.credential,
        kind="issued",
        address="mark@people.example",
    )
    copies(
        first,
        rows,
        credential_id=lambda n: ids[n % len(ids)],
        address=address,
        state=mostly("sent", "bounced", "waiting", "failed"),
        search_text=lambda n: f"{name(n).casefold()} {address(n)}",
        created_at=moment,
        number=lambda _n: None,
    )
    blocked = every(Suppression).create(
        organisation_id=place.organisation.pk,
        address="gone@people.example",
        cause=Cause.values[0],
    )
    copies(blocked, rows, address=address, at=moment)


def _approvals(place: Place, rows: int) -> None:
    from skillmark.platform.approvals import registry
    from skillmark.platform.approvals.models import Approval
    from skillmark.platform.events.ids import uuid7

    first = every(Approval).create(
        organisation=place.organisation,
        kind=next(iter(registry.known())),
        subject_id=uuid7(),
        title="Issue Fire prevention to 40 people",
        asked_by=place.owner,
    )
    copies(
        first,
        rows,
        subject_id=lambda _n: uuid7(),
        title=lambda n: f"Issue course {n:06} to {n % 90} people",
        state=mostly("approved", "declined", "waiting"),
        asked_at=moment,
    )


def _jobs(place: Place, rows: int) -> None:
    from skillmark.platform.jobs.models import Job

    first = every(Job).create(
        organisation=place.organisation, kind="trust.trail", title="Check", state="done"
    )
    copies(
        first,
        rows,
        title=lambda n: f"Issue course {n:06}",
        state=mostly("done", "failed", "cancelled"),
        created_at=moment,
    )


def _skills(place: Place, rows: int) -> None:
    from skillmark.platform.skills.models import Framework, Skill

    own = every(Framework).create(
        organisation=place.organisation, key="own", name="Our own", skill_count=rows
    )
    first = every(Skill).create(framework=own, uri="urn:skill:0", label="put out fires")
    copies(
        first,
        rows,
        uri=lambda n: f"urn:skill:{n + 1}",
        code=lambda n: f"S{n:06}",
        label=lambda n: f"{('drive', 'weld', 'teach', 'count')[n % 4]} thing {n:06}",
    )
    copies(own, min(rows, 1_000), key=lambda n: f"own-{n}", name=lambda n: f"Framework {n:04}")


def _shares(place: Place, rows: int) -> None:
    from skillmark.platform.catalog.models import Achievement
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.sharing.models import DayTally, Reach

    issued = every(Credential).filter(organisation=place.organisation)
    ids = list(issued.values_list("pk", flat=True)[:rows])
    owner = {"organisation": place.organisation, "deed": "shared"}
    reached = Reach(**owner, credential=place.credential, issued_on=START.date())
    reached.save()
    ids = [one for one in ids if one != place.credential.pk]
    copies(
        reached,
        min(rows, len(ids)),
        credential_id=ids.__getitem__,
        issued_on=lambda n: moment(n).date(),
    )
    achieved = every(Achievement).filter(organisation=place.organisation)
    many = list(achieved.values_list("pk", flat=True)[:1_000])
    first = DayTally(
        **owner,
        achievement=place.version.achievement,
        day=START.date() - timedelta(days=1),
        channel="linkedin",
        count=1,
    )
    first.save()
    copies(
        first,
        rows,
        achievement_id=lambda n: many[n % len(many)],
        day=lambda n: (START + timedelta(days=200 + n // len(many))).date(),
    )


def _acts(place: Place, rows: int) -> None:
    from skillmark.platform.events import services as events
    from skillmark.platform.events.audit import Act

    actions = ("credential.issued", "credential.claimed", "achievement.changed", "job.done")
    for at in range(0, rows, CHUNK):
        acts = [
            Act(
                actions[n % len(actions)],
                place.credential if n % 2 else place.version.achievement,
                {"state": "draft", "n": n},
                {"state": "published", "n": n + 1, "digest": digest(n)},
                f"Fire prevention {n:06}",
            )
            for n in range(at, min(at + CHUNK, rows))
        ]
        events.record_many(
            organisation_id=place.organisation.pk,
            actor=place.owner if at % (3 * CHUNK) else None,
            acts=acts,
        )
