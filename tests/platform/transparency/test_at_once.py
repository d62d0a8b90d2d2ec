"""Several organisations issue at the same time while the log is written; nothing is lost."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from log_on_site import RunningWitness, write_all

from skillmark.core.log import Entry, Kind, LogProof, Membership, examine
from skillmark.logstore import folder_source

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.transparency.publishing import Publisher

ISSUERS, BATCHES, EACH = 3, 4, 7


def issue_batches(organisation: "Organisation") -> list[str]:
    """Issue some batches, with a rollback in between; return the ids of the credentials."""
    from django.db import connection, transaction
    from issued_on_site import Site

    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.making import entry, intent
    from skillmark.platform.issuing.models import Source
    from skillmark.platform.orgs.access import organisation_scope

    made = []
    try:
        with organisation_scope(organisation):
            site = Site.open(organisation, "Fire prevention")
            for batch in range(BATCHES):
                intents = [
                    intent.intent_for(
                        site.version.achievement_id,
                        entry.recipient(
                            {"name": f"P {batch} {n}", "email": f"p{batch}.{n}@people.example"},
                            site.version,
                            at=datetime.now(UTC).date(),
                        ),
                    )
                    for n in range(EACH)
                ]
                with transaction.atomic():
                    outcomes = services.issue_many(
                        organisation, site.version, intents, source=Source.FORM, actor=None
                    )
                    transaction.set_rollback(batch == 1)
                if batch != 1:
                    made += [str(one.credential.pk) for one in outcomes if one.credential]
    finally:
        connection.close()
    return made


@pytest.mark.django_db(transaction=True)
def test_batches_of_several_organisations_leave_no_gap_and_nothing_twice(
    make_organisation: Callable[..., "Organisation"],
    watched: list[RunningWitness],
    log_folder: Path,
    open_publisher: "Callable[..., Publisher]",
) -> None:
    from django.db import connection

    from skillmark.platform.transparency import selectors

    organisations = [make_organisation(f"Provider {n}") for n in range(ISSUERS)]
    publisher = open_publisher()
    stop = threading.Event()

    def write() -> None:
        try:
            while not stop.is_set():
                publisher.step(datetime.now(UTC))
                stop.wait(0.05)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with ThreadPoolExecutor(ISSUERS) as pool:
            made = [one for ids in pool.map(issue_batches, organisations) for one in ids]
    finally:
        stop.set()
        writer.join()
    while write_all(publisher, datetime.now(UTC) + timedelta(seconds=5)):
        pass
    newest = selectors.newest()
    assert newest is not None
    assert list(examine(folder_source(log_folder), newest.checkpoint)) == []
    assert len(made) == ISSUERS * (BATCHES - 1) * EACH
    places = set()
    for one in made:
        proof = LogProof.parse(selectors.proof(UUID(one)) or b"")
        member = Membership.parse(proof.extra)
        assert member.entry.kind is Kind.ISSUE_BATCH
        places.add((proof.index, member.place.index))
    assert len(places) == len(made)
    issuers = {Entry.parse(leaf).issuer for _, leaf in selectors.reader(newest).entries()}
    assert len(issuers) == ISSUERS
