"""Batches: a file is checked before anything is issued, and issued once whatever happens."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from skillmark.platform.issuing.errors import (
    BatchFileError,
    BatchStateError,
    NothingToIssueError,
    NotPublishedError,
)
from skillmark.platform.trust.errors import SigningHaltedError

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Batch
    from skillmark.platform.jobs.worker import Worker
    from skillmark.platform.orgs.models import Organisation

type Preview = Callable[..., Batch]
type Run = Callable[..., Batch]

MIXED = (
    b"name,email,achieved_on,achievement\n"
    b"Ann One,ann@people.example,2026-03-01,fire-prevention\n"
    b",nobody@people.example,2026-03-01,\n"
    b"Bob Two,bob(at)people.example,2026-03-01,\n"
    b"Cyd Three,cyd@people.example,2026-31-02,\n"
    b"Dan Four,dan@people.example,2026-03-01,other-badge\n"
    b'"=HYPERLINK(""http://evil.example"")",eve@people.example,2026-03-01,\n'
    b"Fa\xc3\xaf Six,FAY@people.example,2026-03-01,\n"
    b"Fay Again,fay@people.example,2026-03-01,\n"
    b"Jos\xe9 Seven,jose@people.example,2026-03-01,\n"
)


def people(count: int, *, start: int = 1) -> bytes:
    rows = [f"Person {n},person{n}@people.example" for n in range(start, start + count)]
    return "\n".join(["name,email", *rows]).encode()


def test_a_preview_names_row_column_and_reason_and_issues_nothing(preview: Preview) -> None:
    from skillmark.platform.events.models import OutboxMessage
    from skillmark.platform.issuing.models import Award
    from skillmark.platform.issuing.selectors import credentials as selectors

    batch = preview(MIXED)
    assert (batch.total, batch.ready, batch.problems) == (9, 2, 7)
    named = [
        (row.line, problem["column"], problem["code"])
        for row in selectors.bad_rows(batch)
        for problem in row.problems
    ]
    assert named == [
        (3, "name", "row.name_missing"),
        (4, "email", "row.email_invalid"),
        (5, "achieved_on", "row.date_invalid"),
        (6, "achievement", "row.achievement_unknown"),
        (7, "name", "row.formula"),
        (9, "email", "row.duplicate"),
        (10, "name", "row.encoding"),
    ]
    assert not Award.objects.exists()
    assert not OutboxMessage.objects.filter(kind="mail").exists()


def test_good_rows_are_issued_and_bad_ones_left(preview: Preview, run_batch: Run) -> None:
    from skillmark.platform.issuing.selectors import credentials as selectors

    batch = run_batch(preview(MIXED))
    assert (batch.state, batch.issued, batch.failed) == ("done", 2, 0)
    rows = selectors.with_credentials(list(selectors.rows_of(batch, ["issued"])))
    assert [(row.line, bool(row.credential_id)) for row in rows] == [(2, True), (8, True)]


def test_the_same_file_again_issues_nothing_and_mails_nobody(
    preview: Preview, run_batch: Run
) -> None:
    from skillmark.platform.issuing.models import Credential, Delivery

    run_batch(preview(people(30)))
    again = preview(people(30))
    assert (again.ready, again.duplicates) == (0, 30)
    with pytest.raises(NothingToIssueError):
        run_batch(again)
    assert Credential.objects.count() == Delivery.objects.count() == 30


def test_two_previews_of_one_file_issue_it_once(preview: Preview, run_batch: Run) -> None:
    from skillmark.platform.issuing.models import Credential, Delivery

    first, second = preview(people(10)), preview(people(10))
    assert run_batch(first).issued == 10
    late = run_batch(second)
    assert (late.state, late.issued, late.duplicates) == ("done", 0, 10)
    assert Credential.objects.count() == Delivery.objects.count() == 10


def test_a_chunk_that_runs_twice_adds_nothing(preview: Preview) -> None:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.services import batches

    batch = preview(people(5))
    assert batches.issue_chunk(batch, 0) == (5, 0)
    assert batches.issue_chunk(batch, 0) == (0, 0)
    assert Credential.objects.count() == 5


def test_chunks_cover_every_row_and_progress_counts(
    preview: Preview, run_batch: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing.jobs import batches as jobs
    from skillmark.platform.issuing.services import batches

    monkeypatch.setattr(batches, "CHUNK", 7)
    monkeypatch.setattr(jobs, "CHUNK", 7)
    batch = run_batch(preview(people(20)))
    assert batch.issued == 20
    assert (batch.job.done, batch.job.total, batch.job.state) == (20, 20, "done")


def test_without_mail_nobody_is_written_to(preview: Preview, run_batch: Run) -> None:
    from skillmark.platform.issuing.models import Credential, Delivery

    run_batch(preview(people(3)), send_mail=False)
    assert Credential.objects.count() == 3
    assert not Delivery.objects.exists()


def test_a_stopped_batch_goes_on_where_it_stopped(
    preview: Preview, run_batch: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing.jobs import batches as our_jobs
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.services import batches
    from skillmark.platform.jobs import runner
    from skillmark.platform.jobs import services as jobs

    for module in (batches, our_jobs):
        monkeypatch.setattr(module, "CHUNK", 4)
    real, calls = our_jobs.issue_chunk, []

    def halting(batch: "Batch", number: int) -> tuple[int, int]:
        calls.append(number)
        if calls == [0, 1]:
            raise SigningHaltedError("drill")
        return real(batch, number)

    monkeypatch.setattr(our_jobs, "issue_chunk", halting)
    batch = run_batch(preview(people(10)))
    assert (batch.shown_state, batch.issued) == ("failed", 4)
    assert SigningHaltedError.code == batch.job.error_code
    jobs.resume(batch.job, actor=None)
    runner.run_to_end(batch.job_id)
    batch.refresh_from_db()
    assert (batch.shown_state, batch.issued) == ("done", 10)
    assert Credential.objects.count() == 10


def test_a_batch_starts_once(preview: Preview, run_batch: Run) -> None:
    batch = run_batch(preview(people(2)))
    with pytest.raises(BatchStateError):
        run_batch(batch)


def test_a_preview_can_be_thrown_away_a_started_batch_cannot(
    preview: Preview, run_batch: Run
) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.models import BatchRow

    services.discard_batch(preview(people(2)).pk, actor=None)
    assert not BatchRow.objects.exists()
    with pytest.raises(BatchStateError):
        services.discard_batch(run_batch(preview(people(2))).pk, actor=None)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"name,phone\nAnn,1\n", id="no e-mail column"),
        pytest.param(b"PK\x03\x04" + b"\0" * 40, id="a workbook"),
        pytest.param(b"name,email\n", id="no rows"),
        pytest.param(b"\x00" * 5_000, id="NUL bytes"),
    ],
)
def test_a_file_that_is_no_list_is_refused(preview: Preview, data: bytes) -> None:
    with pytest.raises(BatchFileError):
        preview(data)


def test_an_archived_achievement_stops_the_start(
    preview: Preview, version: "AchievementVersion"
) -> None:
    from skillmark.platform.catalog import services as catalog
    from skillmark.platform.issuing import services

    batch = preview(people(1))
    catalog.archive(version.achievement, actor=None)
    with pytest.raises(NotPublishedError):
        services.start_batch(batch.pk, actor=None)


@pytest.mark.django_db(transaction=True)
def test_the_real_worker_issues_a_batch(
    worker: "Worker", in_scope: "Organisation", preview: Preview
) -> None:
    import time

    from skillmark.platform.issuing import services

    batch = services.start_batch(preview(people(450)).pk, actor=None)
    deadline = time.monotonic() + 240
    while batch.shown_state in {"queued", "running"} and time.monotonic() < deadline:
        time.sleep(0.2)
        batch.refresh_from_db()
    assert (batch.state, batch.issued) == ("done", 450)


def test_more_than_the_signer_signs_alone_waits_for_a_second_person(
    preview: Preview, in_scope: "Organisation", make_member: Any, user: Any, settings: Any
) -> None:
    """And the signer sees the yes: it would sign no more without."""
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.approvals.models import Approval
    from skillmark.platform.issuing import services
    from skillmark.platform.jobs import runner
    from skillmark.platform.orgs.models import Role
    from skillmark.platform.trust.signer.models import SignerIntent

    settings.SKILLMARK = settings.SKILLMARK.model_copy(update={"signer_approval_above": 3})
    batch = services.start_batch(preview(people(5)).pk, actor=user)
    assert batch.state == "waiting"
    asked = Approval.objects.get()
    approvals.approve(asked.pk, by=make_member(Role.APPROVER))
    batch.refresh_from_db()
    runner.run_to_end(batch.job_id)
    batch.refresh_from_db()
    assert (batch.shown_state, batch.issued) == ("done", 5)
    assert SignerIntent.objects.get(approval_id=asked.pk).count == 5
