"""Who may issue for whom in the demo, who stands by whom, and one credential without a right.

Kestrel lets Harbour issue its forklift certificate for twelve months, the university accredits
Harbour, and two questions wait for an answer. The forgery is a file: Brightwater's real signature
under an achievement that it may not issue.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from skillmark.core.badges.profile import Profile
from skillmark.platform.demo import people
from skillmark.platform.demo.desk import Desk, recipient
from skillmark.platform.events.ids import uuid7
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.making import document, intent
from skillmark.platform.issuing.models import Source
from skillmark.platform.issuing.services import awarding
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.rights.forms import months_after
from skillmark.platform.rights.services import endorsements, grants
from skillmark.platform.trust import keys, signing, status
from skillmark.platform.trust.models import KeyPurpose

MONTHS: Final = 12
CODE: Final = "KFO"
FORGERY: Final = "no_right_to_issue.json"


def begin(desks: Mapping[str, Desk]) -> None:
    """Grant, issue under the grant, endorse, and leave two questions open."""
    kestrel, harbour = desks["kestrel"], desks["harbour"]
    end = months_after(kestrel.now, MONTHS)
    offer = _offer(kestrel, harbour, end, "For the drivers of our fleet in Ireland.")
    grants.accept(offer, grantee=harbour.organisation, actor=harbour.actor)
    version = kestrel.catalogue[CODE]
    with organisation_scope(harbour.organisation):
        for learner in people.NEW_DRIVERS:
            person = recipient(learner, harbour.day(1), grade="Pass")
            one = intent.intent_for(version.achievement_id, person)
            awarding.issue_one(
                harbour.organisation, version, one, source=Source.FORM, actor=harbour.actor
            )
    _offer(kestrel, desks["brightwater"], end, "If you like, from next term on.")
    _endorse(harbour, desks["meridiana"])
    with organisation_scope(desks["brightwater"].organisation):
        endorsements.ask(
            desks["brightwater"].organisation,
            endorser_slug=desks["meridiana"].organisation.slug,
            note="We teach what Harbour awards, and would like to be looked at, too.",
            actor=desks["brightwater"].actor,
        )
    _forge(kestrel, desks["brightwater"])


def _offer(owner: Desk, to: Desk, end: datetime, note: str) -> UUID:
    with organisation_scope(owner.organisation):
        made = grants.offer(
            owner.organisation,
            achievement=owner.achievement(CODE),
            grantee_slug=to.organisation.slug,
            valid_until=end,
            note=note,
            actor=owner.actor,
        )
    return made.pk


def _endorse(subject: Desk, endorser: Desk) -> None:
    with organisation_scope(subject.organisation):
        asked = endorsements.ask(
            subject.organisation,
            endorser_slug=endorser.organisation.slug,
            note="For the yearly audit of our safety courses.",
            actor=subject.actor,
        )
    with organisation_scope(endorser.organisation):
        endorsements.give(
            asked.pk,
            title="Accredited training provider",
            comment=(
                "We looked at Harbour's courses, assessors and records this year. They meet our "
                "standard for short courses with assessment."
            ),
            valid_until=months_after(endorser.now, 2 * MONTHS),
            actor=endorser.actor,
        )


def _forge(owner: Desk, forger: Desk) -> None:
    """Sign a credential of an achievement that the forger may not issue, past all services."""
    version = owner.catalogue[CODE]
    with organisation_scope(owner.organisation):
        did = keys.ensure_identity(owner.organisation).did
        honest = document.template(owner.organisation, version, did, owner.now)
    credential_id = uuid7()
    with organisation_scope(forger.organisation):
        identity = keys.ensure_identity(forger.organisation)
        places = status.allot(identity, [credential_id])[credential_id]
        unsigned = honest.build(
            credential_id,
            recipient(people.NEW_DRIVERS[0], owner.day(1), grade="Pass"),
            salt=intent.new_salt(),
            statuses=[place.to_entry() for place in places],
            valid_until=None,
        )
        named = Profile(id=identity.did, name=forger.organisation.name).to_json()
        signer = signing.open_signer(identity, KeyPurpose.CREDENTIAL)
        forged = signer.sign_credential(
            unsigned | {"issuer": named, "id": credential_url(credential_id)}
        )
    (forger.files / FORGERY).write_bytes(forged.data)
