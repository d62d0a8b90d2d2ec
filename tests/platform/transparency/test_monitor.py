"""The monitor of the public log: silent while all is well, and loud at each real tampering."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from issued_on_site import Site
from log_on_site import witnesses

from skillmark.platform.events.models import AuditEntry, OutboxMessage
from skillmark.platform.issuing.services import lifecycle
from skillmark.platform.transparency.models import (
    EntryKind,
    LogEntry,
    LogWriter,
    PublishedCheckpoint,
)
from skillmark.platform.transparency.monitor import looking as monitor
from skillmark.platform.transparency.monitor_models import (
    AlarmCode,
    MonitorAlarm,
    MonitorState,
    SeenList,
    WaitingList,
    WatchedIssuer,
)
from skillmark.platform.trust import signing, status
from skillmark.platform.trust.models import StatusList, StatusPurpose, StatusSlot
from skillmark.platform.trust.signals import status_list_published

if TYPE_CHECKING:
    from log_on_site import RunningWitness

    from skillmark.platform.orgs.models import Organisation

type WriteLog = Callable[[], int]

LATER = timedelta(minutes=10)


def look(later: timedelta = LATER) -> list[str]:
    """Make a round as it would come later; return the codes of new alarms."""
    return [alarm.code for alarm in monitor.look(timezone.now() + later)]


@pytest.fixture
def written(site: Site, write_log: WriteLog) -> Site:
    """A site with something in the log, looked at once without an alarm."""
    site.issue("Mark Olsen")
    site.issue("José Núñez")
    write_log()
    assert look() == []
    return site


def test_honest_work_raises_no_alarm(written: Site, write_log: WriteLog) -> None:
    made = written.issue("Li Wei")
    lifecycle.suspend(made.pk, reason="Appeal", actor=None)
    write_log()
    assert look() == []
    lifecycle.lift(made.pk, actor=None)
    write_log()
    assert look() == []
    lifecycle.revoke(made.pk, reason="Mistake", actor=None)
    write_log()
    assert look() == []
    state = MonitorState.objects.get()
    assert state.size == PublishedCheckpoint.objects.order_by("-size")[0].size


def test_an_entry_that_this_site_did_not_write(written: Site, write_log: WriteLog) -> None:
    written.issue("Somebody Else")
    write_log()
    newest = LogEntry.objects.with_scopes_disabled().exclude(index=None).order_by("-index")[0]
    everywhere = LogEntry.objects.with_scopes_disabled()
    everywhere.filter(pk=newest.pk).update(organisation=None)
    assert look() == [AlarmCode.UNKNOWN]


def test_a_gap_in_the_numbers(written: Site, write_log: WriteLog) -> None:
    rows = WatchedIssuer.objects.all()
    for row in rows:  # as if the entry before the next one had been left out
        row.sequence -= 1
        row.save()
    written.issue("Li Wei")
    write_log()
    assert AlarmCode.GAP in look()


def test_time_that_runs_backwards(written: Site, write_log: WriteLog) -> None:
    WatchedIssuer.objects.update(time=int(timezone.now().timestamp()) + 86_400)
    written.issue("Li Wei")
    write_log()
    assert set(look()) == {AlarmCode.TIME_BACK}


def test_an_entry_signed_with_a_key_that_is_not_the_issuers(
    written: Site, write_log: WriteLog
) -> None:
    from skillmark.platform.trust.models import IssuerKey

    written.issue("Li Wei")
    write_log()
    IssuerKey.objects.with_scopes_disabled().update(public_multikey="z6MkNobody")
    assert set(look()) == {AlarmCode.FOREIGN_KEY}


def test_a_log_that_was_rewritten(written: Site, write_log: WriteLog) -> None:
    MonitorState.objects.update(root=hashlib.sha256(b"another tree").digest())
    written.issue("Li Wei")
    write_log()
    assert look() == [AlarmCode.REWRITTEN]


def test_a_byte_of_the_logs_files(written: Site, write_log: WriteLog, log_folder: Path) -> None:
    written.issue("Li Wei")
    write_log()
    for path in sorted((log_folder / "tile").rglob("*")):
        if path.is_file() and "entries" in path.parts:
            data = bytearray(path.read_bytes())
            data[-1] ^= 1
            path.chmod(0o644)
            path.write_bytes(bytes(data))
    assert look() == [AlarmCode.REWRITTEN]


def test_a_log_that_lost_its_end(written: Site) -> None:
    MonitorState.objects.update(size=10_000)
    assert look() == [AlarmCode.REWRITTEN]


# --- status lists ----------------------------------------------------------------------------


def publish_quietly(row: StatusList, *, logged: bool) -> None:
    """Sign a list anew as a thief of the key would, in the log or past it."""
    receivers = status_list_published.receivers
    if not logged:
        status_list_published.receivers = []
        status_list_published.sender_receivers_cache.clear()
    try:
        status.publish(row, at=timezone.now() + timedelta(seconds=1))
    finally:
        status_list_published.receivers = receivers
        status_list_published.sender_receivers_cache.clear()


def cleared(purpose: StatusPurpose) -> StatusList:
    """Clear every bit of a purpose in the database, past all services; return the list."""
    slots = StatusSlot.objects.with_scopes_disabled().filter(purpose=purpose, value=True)
    found: StatusList = slots[0].status_list
    slots.update(value=False)
    return found


@pytest.mark.parametrize(
    ("purpose", "act"),
    [
        (StatusPurpose.REVOCATION, lifecycle.revoke),
        (StatusPurpose.SUSPENSION, lifecycle.suspend),
    ],
)
def test_a_revocation_that_is_silently_undone(
    written: Site, write_log: WriteLog, purpose: StatusPurpose, act: Any
) -> None:
    made = written.issue("Li Wei")
    act(made.pk, reason="Misconduct", actor=None)
    write_log()
    assert look() == []
    publish_quietly(cleared(purpose), logged=True)
    write_log()
    assert look() == [AlarmCode.UNREVOKED]


def test_a_list_past_the_log(written: Site, write_log: WriteLog) -> None:
    made = written.issue("Li Wei")
    lifecycle.revoke(made.pk, reason="Misconduct", actor=None)
    write_log()
    assert look() == []
    publish_quietly(cleared(StatusPurpose.REVOCATION), logged=False)
    assert set(look()) == {AlarmCode.UNLOGGED_LIST, AlarmCode.UNREVOKED}


def revoked(written: Site) -> None:
    made = written.issue("Li Wei")
    lifecycle.revoke(made.pk, reason="Misconduct", actor=None)


@pytest.mark.parametrize("waited", [timedelta(0), timedelta(minutes=3), timedelta(days=3)])
def test_a_list_on_its_way_into_the_log_is_no_alarm(
    written: Site, write_log: WriteLog, waited: timedelta
) -> None:
    """As in the first round of a worker that was down, before the writer has caught up."""
    revoked(written)
    assert look(waited) == []
    assert look(waited + timedelta(hours=1)) == []
    assert WaitingList.objects.count() == 1
    write_log()
    assert look(waited + timedelta(hours=2)) == []
    assert not WaitingList.objects.exists()


def test_a_list_that_the_log_passes_by(
    written: Site, write_log: WriteLog, organisation: "Organisation"
) -> None:
    """Its entry is queued and held back while later ones go in: the alarm comes all the same."""
    revoked(written)
    rows = LogEntry.objects.with_scopes_disabled()
    held = rows.filter(index=None, kind=EntryKind.STATUS_LIST)
    ids = list(held.values_list("pk", flat=True))
    held.update(dropped="held back")
    write_log()
    rows.filter(pk__in=ids).update(dropped="")
    assert look() == []
    switch = signing.halt(organisation=organisation, reason="Drill")
    assert look(LATER * 3) == []  # a halted issuer's entries wait, and may
    signing.resume(switch)
    assert look(LATER * 3) == [AlarmCode.UNLOGGED_LIST]


def test_a_list_whose_entry_can_never_be_signed(written: Site, write_log: WriteLog) -> None:
    revoked(written)
    rows = LogEntry.objects.with_scopes_disabled()
    rows.filter(index=None, kind=EntryKind.STATUS_LIST).update(dropped="no key is left")
    assert look(timedelta(0)) == [AlarmCode.UNLOGGED_LIST]


def test_an_act_that_waited_dates_no_list_back(written: Site, write_log: WriteLog) -> None:
    """Two at once: the one that began first may publish last."""
    first, second = written.issue("Li Wei"), written.issue("Ada Novak")
    now = timezone.now()
    lifecycle.revoke(first.pk, reason="Mistake", actor=None)
    write_log()
    assert look() == []
    change = status.Change(second.pk, StatusPurpose.REVOCATION, value=True)
    status.set_status([change], at=now - timedelta(seconds=5))
    write_log()
    assert look() == []


def test_an_older_list_put_back(written: Site, write_log: WriteLog) -> None:
    row = StatusList.objects.with_scopes_disabled().filter(purpose="revocation").first()
    assert row is not None
    old, digest = bytes(row.document), row.digest
    made = written.issue("Li Wei")
    lifecycle.revoke(made.pk, reason="Misconduct", actor=None)
    row.refresh_from_db()
    publish_quietly(row, logged=True)
    write_log()
    assert look() == []
    StatusList.objects.with_scopes_disabled().filter(pk=row.pk).update(
        document=old, digest=digest, published_at=timezone.now()
    )
    codes = set(look())
    assert {AlarmCode.OLDER_LIST, AlarmCode.UNREVOKED} <= codes


# --- witnesses -------------------------------------------------------------------------------


def test_a_witness_that_signed_something_else(
    watched: "list[RunningWitness]", site: Site, write_log: WriteLog
) -> None:
    site.issue("Mark Olsen")
    write_log()
    row = PublishedCheckpoint.objects.filter(complete=True).order_by("-size")[0]
    assert look() == []
    lines = row.note.splitlines(keepends=True)
    forged = [line for line in lines if not line.startswith("— witness")]
    PublishedCheckpoint.objects.filter(pk=row.pk).update(note="".join(forged))
    assert look() == [AlarmCode.WITNESS]


def test_witnesses_that_were_named_anew(
    watched: "list[RunningWitness]",
    site: Site,
    write_log: WriteLog,
    configure: Callable[..., None],
    tmp_path: Path,
) -> None:
    """Until the new ones have answered, nothing is wrong; when they never do, it is."""
    site.issue("Mark Olsen")
    write_log()
    assert look() == []
    with witnesses(tmp_path / "others", 1) as others:
        configure(public_log_witnesses=tuple(one.setting for one in others))
        assert look() == []
        assert look(LATER * 3) == [AlarmCode.WITNESS]


def test_witnesses_that_came_to_a_log_without_any(
    written: Site, configure: Callable[..., None], tmp_path: Path
) -> None:
    with witnesses(tmp_path / "others", 1) as others:
        configure(public_log_witnesses=tuple(one.setting for one in others))
        assert look() == []
        assert look(LATER * 9) == []


def test_another_tree_under_a_witnessed_note(
    watched: "list[RunningWitness]", site: Site, write_log: WriteLog
) -> None:
    site.issue("Mark Olsen")
    write_log()
    newest = PublishedCheckpoint.objects.filter(complete=True).order_by("-size")[0]
    PublishedCheckpoint.objects.filter(pk=newest.pk).update(root=bytes(32))
    assert AlarmCode.WITNESS in look()


def test_a_witness_that_knows_more(written: Site) -> None:
    LogWriter.objects.update_or_create(
        pk=1, defaults={"error_code": "transparency.log_behind", "error": "It has seen 9."}
    )
    assert look() == [AlarmCode.WITNESS]


# --- telling ---------------------------------------------------------------------------------


def test_an_alarm_is_told_once_and_stands_in_the_trail(
    written: Site, write_log: WriteLog
) -> None:
    WatchedIssuer.objects.update(sequence=0)
    written.issue("Li Wei")
    write_log()
    assert AlarmCode.GAP in look()
    state = MonitorState.objects.get()
    MonitorState.objects.update(size=state.size)
    mails = OutboxMessage.objects.filter(dedupe_key__startswith="monitor:")
    count = mails.count()
    assert count >= 1
    assert look() == []
    assert mails.count() == count
    assert AuditEntry.objects.filter(action="alarm.raised").exists()


def test_an_alarm_stands_in_the_studio_until_somebody_looked(
    written: Site, studio: Client, organisation: "Organisation"
) -> None:
    alarm = MonitorAlarm.objects.create(
        organisation=organisation, code=AlarmCode.GAP, about="entry 7", reason="Number 3 …"
    )
    overview = studio.get(f"/studio/{organisation.slug}/").content.decode()
    assert "something wrong in your name" in overview
    page = reverse("transparency:monitor", args=[organisation.slug])
    assert "A number is missing" in studio.get(page).content.decode()
    public = Client().get(reverse("transparency:issuer-log", args=[organisation.slug]))
    assert "1 thing does not fit" in public.content.decode()
    studio.post(
        reverse("transparency:settle", args=[organisation.slug, alarm.pk]), {"note": "Restored"}
    )
    assert (
        "something wrong in your name"
        not in studio.get(f"/studio/{organisation.slug}/").content.decode()
    )
    assert AuditEntry.objects.filter(action="alarm.settled").exists()


def test_the_public_page_names_nobody_and_the_studio_does(
    written: Site, studio: Client, organisation: "Organisation"
) -> None:
    public = Client().get(reverse("transparency:issuer-log", args=[organisation.slug]))
    assert public.status_code == 200
    text = public.content.decode()
    assert "Credentials issued" in text
    assert "Mark Olsen" not in text
    own = studio.get(reverse("transparency:monitor", args=[organisation.slug]))
    assert "Mark Olsen" in own.content.decode()
    assert "José Núñez" in own.content.decode()


def test_the_monitor_has_its_own_memory(written: Site) -> None:
    assert SeenList.objects.count() == StatusList.objects.with_scopes_disabled().count()
    assert isinstance(MonitorState.objects.get().looked_at, datetime)
