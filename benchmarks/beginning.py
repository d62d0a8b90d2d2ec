"""One of each thing, made in the way the product makes it: what `everything` copies."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from filling import digest

# ruff: noqa: PLC0415 - everything of the platform is imported after Django is set up.

PASSWORD: Final = "a long enough password"  # noqa: S105 - of nobody
CONTENT: Final = {
    "name": "Fire prevention",
    "description": "Prevents and fights small fires at work.",
    "criteria_markdown": "Pass the practical test.",
    "outcomes": ["Choose the right extinguisher"],
    "workload_hours": "3",
}


@dataclass(frozen=True, slots=True)
class Place:
    """The organisation, who works in it, and one of each thing that was made properly."""

    organisation: Any
    owner: Any
    learner: Any
    version: Any
    credential: Any
    batch: Any


def first_of_each() -> Place:
    """Make one of each in the way the product makes it."""
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.orgs.services import create_organisation
    from skillmark.platform.people.services import create_account

    owner, learner = (
        create_account(email=email, password=PASSWORD, display_name=who, verified=True)
        for email, who in (
            ("owner@harbour.example", "Olivia Owner"),
            ("learner@people.example", "Mark Olsen"),
        )
    )
    organisation = create_organisation(owner=owner, name="Harbour Skills Training")
    with organisation_scope(organisation):
        return _with_objects(organisation, owner, learner)


def _with_objects(organisation: Any, owner: Any, learner: Any) -> Place:
    from skillmark.platform.catalog import services as catalog
    from skillmark.platform.catalog.content import Content
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.making import entry, intent
    from skillmark.platform.issuing.models import Batch, Source

    draft = catalog.create(organisation, Content.parse(CONTENT), actor=owner)
    version = catalog.publish(draft.achievement, actor=owner)
    person = entry.recipient(
        {"name": "Mark Olsen", "email": "learner@people.example"},
        version,
        at=datetime.now(UTC).date(),
    )
    credential = services.issue_one(
        organisation,
        version,
        intent.intent_for(version.achievement_id, person),
        source=Source.FORM,
        actor=owner,
    )
    batch = Batch.objects.create(
        organisation=organisation,
        achievement_version=version,
        filename="people.csv",
        file_digest=digest(0),
        header=["name", "email"],
        state="done",
        created_by=owner.audit_reference,
    )
    return Place(organisation, owner, learner, version, credential, batch)
