"""After a backup came back: nothing is written until somebody who knows has said so."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from issued_on_site import Site
from log_on_site import write_all

from skillmark.core.log import examine
from skillmark.logstore import LogStoreError, folder_source
from skillmark.logstore.errors import StoreLockedError

if TYPE_CHECKING:
    from skillmark.platform.transparency.publishing import Publisher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("watched")]


def whole(folder: Path) -> int:
    """Return the size of the log, after all of it was recomputed."""
    from skillmark.platform.transparency import selectors

    newest = selectors.newest()
    assert newest is not None
    assert list(examine(folder_source(folder), newest.checkpoint)) == []
    return newest.size


def test_a_folder_that_was_put_back_is_refused_and_stays_refused(
    site: Site, log_folder: Path, write_log: Callable[[], int]
) -> None:
    from skillmark.platform.transparency import adopting
    from skillmark.platform.transparency.errors import LogBehindError
    from skillmark.platform.transparency.publishing import Publisher

    site.issue()
    write_log()
    shutil.copytree(log_folder, log_folder.with_name("backup"))
    site.issue("Dee Carrow")
    write_log()
    shutil.rmtree(log_folder)
    shutil.copytree(log_folder.with_name("backup"), log_folder)
    with pytest.raises(LogStoreError, match="checkpoint"):
        Publisher.open()
    with pytest.raises(LogBehindError):
        adopting.adopt()


def test_a_log_that_was_moved_is_written_again_after_adopt(
    site: Site, log_folder: Path, write_log: Callable[[], int]
) -> None:
    from skillmark.platform.transparency import adopting
    from skillmark.platform.transparency.publishing import Publisher

    site.issue()
    write_log()
    anchor = log_folder.with_name("anchor")
    shutil.copytree(anchor, anchor.with_name("copy"))
    shutil.rmtree(anchor)
    shutil.copytree(anchor.with_name("copy"), anchor)
    with pytest.raises(LogStoreError, match="copy"):
        Publisher.open()
    adopting.adopt()
    site.issue("Dee Carrow")
    write_log()
    whole(log_folder)


def test_an_older_database_learns_from_the_log_and_numbers_go_on(
    site: Site, log_folder: Path, write_log: Callable[[], int]
) -> None:
    from skillmark.platform.transparency import adopting
    from skillmark.platform.transparency.errors import DatabaseBehindError
    from skillmark.platform.transparency.models import (
        LogEntry,
        LoggedCredential,
        PublishedCheckpoint,
    )
    from skillmark.platform.transparency.publishing import Publisher

    site.issue()
    write_log()
    before = whole(log_folder)
    site.issue("Dee Carrow")
    write_log()
    after = whole(log_folder)
    LoggedCredential.objects.with_scopes_disabled().filter(entry__index__gte=before).delete()
    LogEntry.objects.with_scopes_disabled().filter(index__gte=before).delete()
    PublishedCheckpoint.objects.filter(size__gt=before).delete()
    with pytest.raises(DatabaseBehindError, match="adopt"):
        Publisher.open()
    done = adopting.adopt()
    assert (done.size, done.taken) == (after, after - before)
    site.issue("Priya Nair")
    write_log()
    assert whole(log_folder) > after


def test_a_witness_that_saw_more_stops_the_writer_before_it_signs(
    site: Site, log_folder: Path, write_log: Callable[[], int]
) -> None:
    """The whole disk was put back: log, anchor and database. Only the witnesses know better."""
    from django.db import transaction

    from skillmark.platform.transparency.errors import LogBehindError
    from skillmark.platform.transparency.models import (
        LogEntry,
        LoggedCredential,
        PublishedCheckpoint,
    )
    from skillmark.platform.transparency.publishing import Publisher

    site.issue()
    write_log()
    before = whole(log_folder)
    anchor = log_folder.with_name("anchor")
    kept = {path: path.read_bytes() for path in anchor.glob("head-*")}
    shutil.copytree(log_folder, log_folder.with_name("backup"))
    with transaction.atomic():
        site.issue("Dee Carrow")
        write_log()
        transaction.set_rollback(True)
    LoggedCredential.objects.with_scopes_disabled().filter(entry__index__gte=before).delete()
    LogEntry.objects.with_scopes_disabled().filter(index__gte=before).delete()
    PublishedCheckpoint.objects.filter(size__gt=before).delete()
    shutil.rmtree(log_folder)
    shutil.copytree(log_folder.with_name("backup"), log_folder)
    for path in anchor.glob("head-*"):
        path.unlink()
    for path, data in kept.items():
        path.write_bytes(data)
    with pytest.raises(LogBehindError, match="witness"):
        Publisher.open()


def test_two_writers_of_one_machine_exclude_each_other(
    site: Site, open_publisher: "Callable[..., Publisher]"
) -> None:
    site.issue()
    first = open_publisher()
    with pytest.raises(StoreLockedError):
        open_publisher()
    assert write_all(first, datetime.now(UTC))


def test_another_machine_does_not_begin_a_log_of_its_own(
    site: Site,
    log_folder: Path,
    configure: Callable[..., None],
    write_log: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.utils import timezone

    from skillmark.platform.transparency.lease import HELD_FOR, Lease
    from skillmark.platform.transparency.publishing import Publisher

    site.issue()
    write_log()
    now = timezone.now()
    here = Lease("here")
    assert here.hold(now)
    monkeypatch.setattr("socket.gethostname", lambda: "elsewhere")
    there = Lease("there")
    assert not there.hold(now)
    assert there.hold(now + HELD_FOR + timedelta(seconds=1))
    configure(public_log_dir=log_folder / "none", public_log_anchor=log_folder / "nowhere")
    with pytest.raises(LogStoreError):
        Publisher.open()


def test_what_keeps_the_log_from_being_written_is_said_where_operators_look(
    site: Site,
    log_folder: Path,
    write_log: Callable[[], int],
) -> None:
    from django.test import Client
    from django.utils import timezone

    from skillmark.platform.transparency import selectors
    from skillmark.platform.transparency.models import LoggedCredential
    from skillmark.platform.transparency.writing import Writer

    write_log()
    shutil.rmtree(log_folder.with_name("anchor"))
    credential = site.issue()
    LoggedCredential.objects.with_scopes_disabled().update(
        made_at=timezone.now() - timedelta(minutes=2)
    )
    Writer().attempt()
    assert selectors.standing().error_code == "logstore.missing"
    assert "skillmark log adopt" in selectors.standing().error
    answer = Client().get("/healthz").json()
    assert answer == {"status": "ok", "alarms": {"log": "late: logstore.missing"}}
    page = Client().get(f"/c/{credential.pk}").content.decode()
    assert "still being logged" in page
