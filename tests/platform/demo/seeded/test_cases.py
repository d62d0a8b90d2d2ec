"""Each case that the demo promises is there, in the state that the services gave it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from seeded_demo import Demo

from skillmark.core.verify import Verdict
from skillmark.platform.approvals.models import Approval, ApprovalState
from skillmark.platform.backpack import selectors as backpack
from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.demo import lives, people, work
from skillmark.platform.demo.people import Learner
from skillmark.platform.issuing.making import clocks
from skillmark.platform.issuing.models import (
    AskState,
    Batch,
    BatchState,
    Credential,
    Delivery,
    DeliveryState,
    LinkState,
    OpenClaim,
    OpenLink,
)
from skillmark.platform.issuing.services import batches
from skillmark.platform.mailing.models import Cause, Suppression, Wording
from skillmark.platform.orgs import api_keys, tree
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation, Scope
from skillmark.platform.people.models import User
from skillmark.platform.sharing.models import Deed, Tally
from skillmark.platform.verifying import checking


def held(learner: Learner, code: str) -> list[Credential]:
    """Return what a learner was awarded under a code, oldest first."""
    rows = Credential.objects.with_scopes_disabled().filter(
        award__recipient_name=learner.name,
        award__recipient_email=learner.email,
        achievement_version__human_code=code,
    )
    found = rows.select_related("award", "achievement_version__achievement", "organisation")
    return list(found.order_by("issued_at", "pk"))


def verdict(row: Credential) -> Verdict:
    """Return what anybody who checks it is told."""
    return checking.check(bytes(row.document), at=datetime.now(UTC)).report.verdict


def everywhere(model: Any) -> Any:
    """Return the rows of every organisation."""
    return model.objects.with_scopes_disabled().all()


def achievement(code: str) -> Achievement:
    """Return what is awarded under a code."""
    found: Achievement = (
        everywhere(Achievement).select_related("organisation").get(human_code=code)
    )
    return found


def test_the_university_has_three_faculties_that_run_themselves(demo: Demo) -> None:
    university = Organisation.objects.get(slug="meridiana")
    parts = list(tree.parts(university))
    names = ["Faculty of Computing", "Faculty of Health", "Lifelong Learning"]
    assert [part.name for part in parts] == names
    for part in parts:
        assert everywhere(Credential).filter(organisation=part).count() >= 3
        with organisation_scope(part):
            assert catalog.issuable().count() == 1


def test_renewed_twice_is_a_chain_of_three(demo: Demo) -> None:
    first, second, third = held(people.CARLA, "CPR")
    assert (second.renewed_from_id, third.renewed_from_id) == (first.pk, second.pk)
    assert [row.shown_state for row in (first, second, third)] == [
        "expired",
        "active",
        "active",
    ]
    ends = [row.valid_until for row in (first, second, third) if row.valid_until is not None]
    assert len(set(ends)) == 3
    assert ends == sorted(ends)
    assert [verdict(row) for row in (first, third)] == [Verdict.VALID_BUT, Verdict.VALID]


@pytest.mark.parametrize(("now", "before", "reason"), lives.CORRECTED)
def test_the_old_link_of_a_corrected_one_leads_on(
    demo: Demo, client: Client, now: Learner, before: Learner, reason: str
) -> None:
    (wrong,), (right,) = held(before, "WSF"), held(now, "WSF")
    assert (wrong.state, wrong.reason) == ("superseded", reason)
    assert right.replaces_id == wrong.pk
    assert (verdict(wrong), verdict(right)) == (Verdict.INVALID, Verdict.VALID)
    answer = client.get(f"/c/{wrong.pk}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"/c/{right.pk}")


def test_a_changed_address_loses_nothing(demo: Demo) -> None:
    priya = User.objects.get(email=people.PRIYA_NOW.email)
    mine = backpack.held_by(priya)
    addresses = set(mine.values_list("award__recipient_email", flat=True))
    assert addresses == {people.PRIYA.email, people.PRIYA_NOW.email}
    assert mine.filter(state="active").count() == 5


def test_no_address_means_no_mail(demo: Demo) -> None:
    (found,) = held(people.NO_MAIL, "WSF")
    assert found.award.fields["identifier"] == people.NO_MAIL.identifier
    assert not everywhere(Delivery).filter(credential=found).exists()
    assert verdict(found) == Verdict.VALID


def test_a_minor_is_written_to_through_a_guardian(demo: Demo) -> None:
    (found,) = held(people.FINN, "WSF")
    mail = everywhere(Delivery).get(credential=found)
    assert mail.address.startswith("parent.")


def test_the_part_has_ended_and_the_whole_has_not(demo: Demo) -> None:
    (found,) = held(people.DEE, "FA")
    assert clocks.ended_part(found, datetime.now(UTC)) == "CPR"
    assert found.shown_state == "active"
    assert verdict(found) == Verdict.VALID
    assert held(people.DEE, "CPR")[0].shown_state == "expired"


def test_what_was_revoked_says_why(demo: Demo, client: Client) -> None:
    (found,) = held(people.RUTH, "WSF")
    assert (found.state, verdict(found)) == ("revoked", Verdict.INVALID)
    assert lives.MISCONDUCT in client.get(f"/c/{found.pk}").content.decode()


def test_what_is_suspended_says_why(demo: Demo, client: Client) -> None:
    (found,) = held(people.VIKTOR, "WSF")
    assert (found.state, verdict(found)) == ("suspended", Verdict.VALID_BUT)
    assert lives.APPEAL in client.get(f"/c/{found.pk}").content.decode()


def test_prior_learning_tells_what_it_was(demo: Demo) -> None:
    (found,) = held(people.YUSUF, "DSC-4-RPL")
    assert b"portfolio of three projects" in bytes(found.document)
    assert verdict(found) == Verdict.VALID


def test_a_list_waits_for_a_second_person_and_can_have_its_yes(demo: Demo) -> None:
    from skillmark.platform.approvals import services as approvals

    batch = everywhere(Batch).get(state=BatchState.WAITING)
    assert batch.organisation.slug == "meridiana"
    assert batch.ready == len(people.HELPERS) >= work.SECOND_PERSON_FROM
    second = User.objects.get(email=people.GUSTAV.email)
    with organisation_scope(batch.organisation):
        request = Approval.objects.get(subject_id=batch.pk, state=ApprovalState.WAITING)
        approvals.approve(request.pk, by=second)
        batch.refresh_from_db()
        assert batch.state == BatchState.QUEUED
        assert batches.issue_chunk(batch, 0) == (len(people.HELPERS), 0)


def test_a_list_waits_for_next_week(demo: Demo) -> None:
    batch = everywhere(Batch).get(state=BatchState.SCHEDULED)
    assert (batch.organisation.slug, batch.ready) == ("harbour", len(people.GROUP))
    assert batch.time_zone == "Europe/Dublin"
    assert timedelta(days=6) < batch.issue_at - demo.now < timedelta(days=8)


def test_people_have_asked_at_an_open_link(demo: Demo, client: Client) -> None:
    link = everywhere(OpenLink).get()
    assert link.state_at(datetime.now(UTC)) == LinkState.OPEN
    assert (link.capacity, link.taken) == (40, 3)
    assert link.opens_at < demo.now < link.closes_at
    states = [one.state for one in everywhere(OpenClaim).order_by("asked_at", "pk")]
    assert states == [AskState.ISSUED, AskState.WAITING, AskState.WAITING, AskState.ASKED]
    assert [verdict(row) for row in held(people.WEBINAR[0], "LL-MOD")] == [Verdict.VALID]
    assert client.get(f"/claim/open/{link.token}").status_code == 200


def test_a_mail_came_back_and_the_next_was_not_sent(demo: Demo) -> None:
    (first,), (second,) = held(people.ROLF, "WSF-1"), held(people.ROLF, "WSF-2")
    mails = {row.credential_id: row for row in everywhere(Delivery)}
    assert mails[first.pk].state == DeliveryState.BOUNCED
    assert mails[first.pk].words == lives.NO_SUCH_BOX
    assert mails[second.pk].state == DeliveryState.SUPPRESSED
    barred = everywhere(Suppression).get()
    assert (barred.address, barred.cause) == (people.ROLF.email, Cause.BOUNCED)


def test_a_draft_is_in_review(demo: Demo) -> None:
    found = achievement("DS-9")
    with organisation_scope(found.organisation):
        version = catalog.in_review(found)
        assert version is not None
        request = Approval.objects.get(subject_id=version.pk, state=ApprovalState.WAITING)
    assert request.asked_by == User.objects.get(email=people.ANDREU.email)
    assert (version.state, found.state) == (State.REVIEW, State.REVIEW)


def test_one_look_is_near_and_one_is_past(demo: Demo) -> None:
    today = demo.now.date()
    near, past = achievement("FA").review_by, achievement("CPR").review_by
    assert near is not None
    assert past is not None
    assert past < today < near <= today + catalog.NOTICE


def test_what_is_archived_stays_valid(demo: Demo) -> None:
    assert achievement("MHO").state == State.ARCHIVED
    for learner in (people.DEE, people.NO_MAIL):
        assert [verdict(row) for row in held(learner, "MHO")] == [Verdict.VALID]


def test_a_definition_speaks_three_languages(demo: Demo) -> None:
    found = achievement("WSF")
    with organisation_scope(found.organisation):
        version = catalog.newest(found)
    assert (version.language, set(version.translations)) == ("en", {"de", "es"})
    for words in version.translations.values():
        assert all(words.values())
        assert len(words["outcomes"]) == len(version.outcomes)


def test_holders_of_the_first_version_keep_theirs(demo: Demo) -> None:
    older = {held(one, "FLT")[0].achievement_version.number for one in people.DRIVERS}
    newer = {held(one, "FLT")[0].achievement_version.number for one in people.NEW_DRIVERS}
    assert (older, newer) == ({1}, {2})
    assert verdict(held(people.DRIVERS[0], "FLT")[0]) == Verdict.VALID


def test_shares_and_visits_are_counted(demo: Demo) -> None:
    rows = list(everywhere(Tally))
    assert len({row.credential_id for row in rows}) == len(lives.LOOKED_AT)
    wanted = dict.fromkeys(Deed, 0)
    for deeds in lives.LOOKED_AT:
        for _days, deed, _channel, times in deeds:
            wanted[deed] += times
    counted = {deed: sum(row.count for row in rows if row.deed == deed) for deed in Deed}
    assert counted == wanted


def test_a_mail_says_it_in_own_words(demo: Demo) -> None:
    from skillmark.platform.events.models import OutboxMessage

    assert everywhere(Wording).get().kind == "issued"
    (found,) = held(people.NORA, "WSF")
    mail = everywhere(Delivery).get(credential=found)
    payload = OutboxMessage.objects.get(pk=mail.outbox_id).payload
    assert payload["subject"] == "Well done: Workplace Safety Foundations"
    assert "everybody at Harbour" in payload["text"]


def test_the_key_in_the_file_opens_the_api(demo: Demo, client: Client) -> None:
    path = demo.files / work.KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text("ascii").strip()
    key = api_keys.check_api_key(text, [Scope.CREDENTIALS_READ, Scope.ACHIEVEMENTS_READ])
    assert key.organisation.slug == "harbour"
    answer = client.get("/api/v1/achievements", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 200
