"""Several workers at once, while credentials are still being issued: one final a person."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone
from pathway_samples import award, finals, look

from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.pathways.models import Cause, Recheck
from skillmark.platform.pathways.services import awarding, marking, queue

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.pathways.models import Pathway

PEOPLE = [(f"Person {n}", f"person{n}@people.example") for n in range(3)]


def together(*jobs: Callable[[int], None]) -> list[Exception]:
    """Do each job three times in a thread of its own, all at once; return what broke."""
    start = threading.Barrier(len(jobs))
    broken: list[Exception] = []

    def run(job: Callable[[int], None]) -> None:
        try:
            start.wait()
            for turn in range(3):
                job(turn)
        except Exception as error:  # noqa: BLE001 - the test shows it
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return broken


@pytest.mark.django_db(transaction=True)
def test_workers_and_issuers_at_once_make_one_final_each(
    transactional_db: None,
    in_scope: "Organisation",
    pathway: "Pathway",
    units: list["AchievementVersion"],
) -> None:
    del transactional_db
    for unit in units[:-1]:
        for person in PEOPLE:
            award(unit, *person)
    emails = [email for _name, email in PEOPLE]

    def issue(turn: int) -> None:
        with organisation_scope(in_scope):
            award(units[-1], *PEOPLE[turn])

    def look_directly(_turn: int) -> None:
        with organisation_scope(in_scope):
            awarding.look_again(pathway, emails, timezone.now())
            marking.mark(pathway, emails, Cause.CHANGED)

    def work_off(_turn: int) -> None:
        queue.work_off(timezone.now())

    assert together(issue, look_directly, work_off, work_off) == []
    look()
    assert Recheck.objects.count() == 0
    assert sorted(one.award.recipient_email for one in finals(pathway)) == sorted(emails)
