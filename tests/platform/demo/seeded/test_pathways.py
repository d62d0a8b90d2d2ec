"""The pathways of the demo: a final that followed by itself, and one that waits for its fourth unit."""

from datetime import UTC, datetime

from django.test import Client
from django.utils import timezone
from seeded_demo import Demo

from skillmark.core.stack.bundle import read_bundle
from skillmark.core.stack.proof import replay
from skillmark.platform.demo import people
from skillmark.platform.issuing import services
from skillmark.platform.issuing.making import intent
from skillmark.platform.issuing.models import Source
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.pathways.models import Learner, Pathway, PathwayAward, Recheck
from skillmark.platform.pathways.services import queue


def test_every_pathway_is_published_and_all_were_looked_at(demo: Demo, client: Client) -> None:
    assert demo.now
    pathways = list(Pathway.objects.with_scopes_disabled().order_by("name"))
    assert [one.name for one in pathways] == [
        "BSc Data and Society",
        "Data Science certificate",
        "Digital Work Diploma",
        "MSc Data Science",
        "Workplace Safety Foundations",
    ]
    queue.work_off(timezone.now())  # addresses of learners were proven after
    assert not Recheck.objects.with_scopes_disabled().exists()
    for one in pathways:
        page = client.get(f"/p/{one.slug}")
        assert page.status_code == 200
        assert "stack-diagram" in page.content.decode()


def test_a_final_of_the_pathway_can_be_checked_again(demo: Demo, client: Client) -> None:
    assert demo.now
    award = PathwayAward.objects.with_scopes_disabled().get()
    assert award.learner.email == people.CARLA.email
    data = client.get(f"/c/{award.credential_id}/stack.json").content
    report = replay(read_bundle(data), at=timezone.now())
    assert report.rule is not None
    assert report.rule.satisfied
    assert report.verdict.value in {"valid", "valid_but"}


def test_the_fourth_unit_brings_mark_the_certificate(demo: Demo) -> None:
    assert demo.now
    learner = Learner.objects.with_scopes_disabled().get(email=people.MARK.email)
    assert (learner.have, learner.need) == (3, 4)
    with organisation_scope(learner.organisation):
        from skillmark.core.issue.recipient import Recipient
        from skillmark.platform.catalog import selectors

        version = next(one for one in selectors.issuable() if one.human_code == "WSF-4")
        person = Recipient(
            name=people.MARK.name,
            email=people.MARK.email,
            achieved_on=datetime.now(UTC).date(),
        )
        one = intent.intent_for(version.achievement_id, person)
        services.issue_one(learner.organisation, version, one, source=Source.FORM, actor=None)
    queue.work_off(timezone.now())
    assert PathwayAward.objects.with_scopes_disabled().filter(learner=learner).count() == 1
