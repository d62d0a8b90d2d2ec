"""Changing many at once: chosen, foreseen, confirmed, maybe approved, done once by a job."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from skillmark.core.verify import Verdict
from skillmark.platform.issuing.errors import (
    BulkChangeError,
    NothingChosenError,
    ReasonMissingError,
    SelectionError,
)

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import BulkChange, Credential
    from skillmark.platform.orgs.models import Organisation, Role
    from skillmark.platform.people.models import User

type Issue = Callable[..., Credential]
HOME = "/studio/harbour-skills-training"


@pytest.fixture
def many(issue: Issue) -> "list[Credential]":
    return [issue(f"Person{number} X") for number in range(6)]


def choose(
    organisation: "Organisation", rows: "list[Credential]", action: str = "suspend"
) -> "BulkChange":
    from skillmark.platform.issuing.services import bulk

    return bulk.choose(organisation, action, [row.pk for row in rows], actor=None)


def run(change: "BulkChange", **more: Any) -> "BulkChange":
    from skillmark.platform.issuing.services import bulk
    from skillmark.platform.jobs import runner

    more.setdefault("reason", "A leak of the exam")
    started = bulk.confirm(change.pk, actor=None, **more)
    if started.job_id:
        runner.run_to_end(started.job_id)
    started.refresh_from_db()
    return started


def states(rows: "list[Credential]") -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def verdicts(rows: "list[Credential]") -> set[Verdict]:
    from skillmark.platform.issuing.proving import checking

    return {checking.report_of(row, at=timezone.now()).verdict for row in rows}


def test_suspending_many_shows_at_once_and_can_be_undone(
    in_scope: "Organisation", many: "list[Credential]", deliver: Callable[[], None]
) -> None:
    from skillmark.platform.events.models import StoredMail
    from skillmark.platform.issuing.services import bulk

    assert verdicts(many) == {Verdict.VALID}
    done = run(choose(in_scope, many[:5]))
    assert (done.state, done.changed, done.failed) == ("done", 5, 0)
    assert states(many) == ["suspended"] * 5 + ["active"]
    assert verdicts(many[:5]) == {Verdict.VALID_BUT}
    deliver()
    assert StoredMail.objects.filter(subject__startswith="Suspended").count() == 5
    assert done.job.message == "5 credentials changed."
    lifted = run(bulk.undo(done.pk, actor=None), reason="", notify=False)
    assert lifted.undoes_id == done.pk
    assert verdicts(many) == {Verdict.VALID}


def test_each_list_is_published_once(
    in_scope: "Organisation", many: "list[Credential]", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.trust import status

    published = []
    real = status.publish
    monkeypatch.setattr(
        status, "publish", lambda row, **at: published.append(row.pk) or real(row, **at)
    )
    run(choose(in_scope, many, "revoke"))
    assert len(published) == 1
    assert verdicts(many) == {Verdict.INVALID}


def test_what_cannot_change_is_foreseen_and_named(
    in_scope: "Organisation", many: "list[Credential]"
) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.sentences import bulk as bulk_words
    from skillmark.platform.issuing.services import bulk

    change = choose(in_scope, many, "revoke")
    services.revoke(many[0].pk, reason="Fraud", actor=None)
    foresight = bulk.foresee(change)
    assert (foresight.able, foresight.mails) == (5, 5)
    assert bulk_words.others(foresight) == ["1 is revoked"]
    assert bulk_words.of(change, able=5).button == "Revoke 5 credentials"
    done = run(change)
    assert (done.changed, done.failed) == (5, 1)
    assert bulk_words.failures(done)[0].id == str(many[0].pk)


def test_a_chunk_that_runs_again_changes_nothing_twice(
    in_scope: "Organisation", many: "list[Credential]"
) -> None:
    from skillmark.platform.issuing.jobs import changes as bulk_jobs
    from skillmark.platform.issuing.selectors import credentials as selectors

    done = run(choose(in_scope, many))
    bulk_jobs.ChangeMany().chunk(done.job, 0)
    acts = [act.action for act in selectors.history(many[0])]
    assert acts.count("credential.suspended") == 1


def test_renewing_and_sending_many(in_scope: "Organisation", many: "list[Credential]") -> None:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.services.renewal import Terms

    renewed = run(choose(in_scope, many, "renew"), options=Terms().to_json())
    assert (renewed.changed, renewed.failed) == (6, 0)
    assert Credential.objects.filter(renewed_from__in=many).count() == 6
    again = run(choose(in_scope, many, "renew"), options=Terms().to_json())
    assert again.changed == 6
    assert Credential.objects.filter(renewed_from__in=many).count() == 6, "once each"
    sent = run(choose(in_scope, many, "resend"))
    assert (sent.changed, sent.failed) == (6, 0)


def test_foreign_ids_are_never_among_them(
    in_scope: "Organisation", many: "list[Credential]", other_organisation: "Organisation"
) -> None:
    from skillmark.platform.issuing.models import BulkChange
    from skillmark.platform.issuing.services import bulk
    from skillmark.platform.orgs.access import organisation_scope

    with organisation_scope(other_organisation):
        with pytest.raises(NothingChosenError):
            choose(other_organisation, many)
        with pytest.raises(BulkChange.DoesNotExist):
            bulk.confirm(choose_in(in_scope, many).pk, actor=None, reason="mine")
    mixed = bulk.choose(
        in_scope, "revoke", [uuid4(), many[0].pk, many[0].pk, uuid4()], actor=None
    )
    assert mixed.ids == [many[0].pk]


def choose_in(organisation: "Organisation", rows: "list[Credential]") -> "BulkChange":
    from skillmark.platform.orgs.access import organisation_scope

    with organisation_scope(organisation):
        return choose(organisation, rows)


def test_a_change_is_confirmed_once(in_scope: "Organisation", many: "list[Credential]") -> None:
    from skillmark.platform.issuing.services import bulk
    from skillmark.platform.jobs.models import Job

    change = choose(in_scope, many)
    with pytest.raises(ReasonMissingError):
        bulk.confirm(change.pk, actor=None, reason="  ")
    bulk.confirm(change.pk, actor=None, reason="Once")
    for again in (bulk.discard, lambda pk: bulk.confirm(pk, actor=None, reason="Twice")):
        with pytest.raises(BulkChangeError):
            again(change.pk)
    assert Job.objects.filter(kind="issuing.bulk").count() == 1


def test_nothing_and_too_much_are_refused(
    in_scope: "Organisation", many: "list[Credential]", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing.services import bulk

    for ids in ([], [uuid4()]):
        with pytest.raises(NothingChosenError):
            bulk.choose(in_scope, "revoke", ids, actor=None)
    with pytest.raises(SelectionError):
        bulk.choose(in_scope, "burn", [many[0].pk], actor=None)
    with pytest.raises(NothingChosenError):
        run(choose(in_scope, many, "lift"))
    monkeypatch.setattr(bulk, "MAX_CHOSEN", 2)
    with pytest.raises(SelectionError):
        choose(in_scope, many)


@pytest.fixture
def second(make_member: "Callable[[Role], User]") -> "User":
    from skillmark.platform.orgs.models import Role

    return make_member(Role.APPROVER)


def test_more_than_the_fuse_allows_waits_for_a_second_person(
    in_scope: "Organisation", issue: Issue, user: "User", second: "User"
) -> None:
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.approvals.models import Approval
    from skillmark.platform.issuing.services import bulk
    from skillmark.platform.jobs import runner

    rows = [issue(f"Person{number} X") for number in range(11)]
    change = choose(in_scope, rows, "revoke")
    waiting = bulk.confirm(change.pk, actor=user, reason="A leak")
    assert (waiting.state, waiting.job) == ("waiting", None)
    assert set(states(rows)) == {"active"}
    asked = Approval.objects.get()
    assert (asked.kind, asked.title) == ("issuing.bulk", "Revoke 11 credentials")
    approvals.approve(asked.pk, by=second)
    change.refresh_from_db()
    runner.run_to_end(change.job_id)
    assert set(states(rows)) == {"revoked"}


def test_a_no_changes_nothing(
    in_scope: "Organisation", issue: Issue, user: "User", second: "User"
) -> None:
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.approvals.models import Approval
    from skillmark.platform.issuing.services import bulk

    rows = [issue(f"Person{number} X") for number in range(11)]
    change = bulk.confirm(choose(in_scope, rows).pk, actor=user, reason="A leak")
    approvals.decline(Approval.objects.get().pk, by=second, note="Look again")
    change.refresh_from_db()
    assert (change.state, change.job) == ("dropped", None)
    assert set(states(rows)) == {"active"}


def test_single_acts_beyond_the_fuse_wait_too(
    in_scope: "Organisation", issue: Issue, user: "User", second: "User"
) -> None:
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.approvals.models import Approval
    from skillmark.platform.issuing.services import asking, lifecycle

    rows = [issue(f"Person{number} X") for number in range(11)]

    def suspend(row: "Credential") -> object:
        return asking.turn_or_ask(
            [row.pk], lifecycle.SUSPEND, organisation=in_scope, reason="x", actor=user
        )

    answers = [suspend(row) for row in rows]
    assert [isinstance(one, Approval) for one in answers] == [False] * 10 + [True]
    assert suspend(rows[10]) == answers[10], "asking again returns what waits"
    approvals.approve(answers[10].pk, by=second)
    assert states(rows)[10] == "suspended"


def test_the_whole_way_in_the_console(studio: Client, many: "list[Credential]") -> None:
    from skillmark.platform.issuing.models import BulkChange
    from skillmark.platform.jobs import runner

    page = studio.get(f"{HOME}/credentials").content.decode()
    assert 'name="all"' not in page, "one page needs no such box"
    ids = [str(row.pk) for row in many[:3]]
    sent = studio.post(f"{HOME}/credentials/chosen", {"action": "suspend", "id": ids})
    asked = studio.get(sent["Location"]).content.decode()
    assert "Suspend 3 credentials?" in asked
    where = sent["Location"]
    refused = studio.post(f"{where}/confirm", {"reason": ""})
    assert refused.status_code == 422
    assert studio.post(f"{where}/confirm", {"reason": "A leak"}).status_code == 302
    change = BulkChange.objects.get()
    assert not change.notify, "an unticked box tells nobody"
    runner.run_to_end(change.job_id)
    shown = studio.get(where).content.decode()
    assert "3 credentials suspended" in shown
    lifted = studio.post(f"{where}/undo")
    assert "Lift the suspension of 3" in studio.get(lifted["Location"]).content.decode()
    assert studio.post(f"{lifted['Location']}/discard").status_code == 302
    assert states(many) == ["suspended"] * 3 + ["active"] * 3


def test_all_that_match_are_chosen_not_only_the_page(
    studio: Client, many: "list[Credential]", issue: Issue
) -> None:
    from skillmark.platform.issuing.models import BulkChange

    issue("Somebody Else")
    studio.post(
        f"{HOME}/credentials/chosen", {"action": "renew", "all": "1", "search": "person"}
    )
    assert BulkChange.objects.get().count == 6


def test_a_list_of_ids_and_addresses_chooses(
    studio: Client, many: "list[Credential]", credential: "Credential"
) -> None:
    from skillmark.platform.issuing.models import BulkChange

    text = (
        f"name,what\nAnn,{many[0].pk}\n;PERSON1@people.example\n"
        f"http://127.0.0.1:8000/c/{many[2].pk}\nnobody@nowhere.example\n{uuid4()}\n"
    )
    sent = studio.post(f"{HOME}/credentials/from-list", {"action": "revoke", "text": text})
    change = BulkChange.objects.get()
    assert change.ids == [row.pk for row in many[:3]]
    assert len(change.unknown) == 2
    assert "nobody@nowhere.example" in studio.get(sent["Location"]).content.decode()


@pytest.mark.parametrize("text", ["", "nobody here", "\x00\x01"])
def test_a_list_that_names_nothing_is_explained(
    studio: Client, credential: "Credential", text: str
) -> None:
    answer = studio.post(f"{HOME}/credentials/from-list", {"action": "revoke", "text": text})
    assert answer.status_code == 422


def test_the_export_runs_nothing_in_a_spreadsheet(studio: Client, issue: Issue) -> None:
    made = issue("Ann One", identifier="A-1")
    made.award.fields = {**made.award.fields, "identifier": "=1+1"}
    made.award.save()
    answer = studio.get(f"{HOME}/credentials.csv?q=ann")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert body.count("\n") == 2
    assert "'=1+1" in body
    chosen = studio.post(
        f"{HOME}/credentials/chosen", {"action": "export", "id": [str(made.pk)]}
    )
    assert str(made.pk) in b"".join(chosen.streaming_content).decode()
