"""Sealed keys lie in the signer's journal for minutes: then, and when they end, they are nowhere."""

import base64
import fcntl
import resource
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from key_places import HardToken, hard_token
from pydantic import SecretStr
from signer_documents import Maker
from signer_process import Running

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User
from skillmark.platform.trust import homes, keys, rotation, sealing
from skillmark.platform.trust.models import IssuerKey, KeyHome, KeyPurpose
from skillmark.platform.trust.signer import client, making
from skillmark.platform.trust.signer.errors import OrderError, TenantError
from skillmark.platform.trust.signer.journal import Journal
from skillmark.platform.trust.signer.models import HeldKey, MadeKey
from skillmark.platform.trust.signer.process import keep_tidy
from skillmark.platform.trust.signer.wire import Wire

HOME = "https://skills.example"


def spellings(sealed: bytes) -> list[bytes]:
    """Sealed bytes as databases and JSON write them, and their middle alone."""
    part = sealed[len(sealed) // 3 :]
    return [part, part.hex().encode(), base64.b64encode(sealed)[4:-4]]


def _read(path: Path) -> bytes:
    """By another process: one that closes a file gives up SQLite's locks on it."""
    return subprocess.run(["cat", str(path)], check=True, capture_output=True).stdout


def everything(remote: Running) -> bytes:
    """All that both databases hold: the files of SQLite, every row of PostgreSQL."""
    found = b""
    if connection.vendor == "sqlite":
        for name in (str(connection.settings_dict["NAME"]), str(remote.journal)):
            for suffix in ("", "-wal"):
                path = Path(name + suffix)
                found += _read(path) if path.exists() else b""
        return found
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - our own tables
            found += b"\n".join(str(row[0]).encode() for row in cursor.fetchall())
    return found


def copies(remote: Running, row: IssuerKey) -> int:
    """In how many spellings the sealed bytes of a key stand somewhere."""
    place = everything(remote)
    parts = (bytes(row.wrapped_key), bytes(row.ciphertext))
    return sum(one in place for part in parts for one in spellings(part))


@pytest.fixture(scope="module")
def at_home(django_db_setup: None) -> Iterator[Running]:
    import signer_process

    with signer_process.running(SKILLMARK_SITE_URL=HOME) as one:
        yield one


@pytest.fixture
def site(at_home: Running, make: Maker, settings: Any, tmp_path: Any) -> Running:
    import signer_process

    settings.SKILLMARK = signer_process.keyless(tmp_path, at_home.address, site_url=HOME)
    return at_home


def test_a_retired_key_is_in_neither_database(
    site: Running, organisation: Organisation
) -> None:
    """Rotated a moment after it was made, while the signer could still have held its bytes."""
    identity = keys.ensure_identity(organisation)
    assert identity.did.startswith("did:web:")
    old = keys.active_key(identity, KeyPurpose.CREDENTIAL)
    assert copies(site, old) > 0, "the search must find a key that is in use"
    new = rotation.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    assert copies(site, old) == 0
    assert copies(site, new) > 0
    assert not IssuerKey.objects.with_scopes_disabled().get(pk=old.pk).wrapped_key


def test_a_key_that_fell_is_in_neither_database(
    site: Running, organisation: Organisation
) -> None:
    identity = keys.ensure_identity(organisation)
    old = keys.active_key(identity, KeyPurpose.CREDENTIAL)
    before = IssuerKey.objects.with_scopes_disabled().get(pk=old.pk)
    assert copies(site, before) > 0
    keys.replace_fallen(organisation, old, since=timezone.now(), actor=None)
    assert copies(site, before) == 0


@pytest.fixture
def journal(make: Maker) -> Journal:
    """The desk's side in this process, its journal in the test's database."""
    return Journal()


def ask(make: Maker, order: UUID) -> dict[str, Any]:
    return {"organisation": str(make.identity.organisation_id), "order": str(order)}


def aged() -> None:
    """Let a quarter of an hour go by."""
    before = timezone.now() - making.FRESH - timedelta(seconds=1)
    HeldKey.objects.update(at=before)
    MadeKey.objects.update(at=before)


def purpose_of(make: Maker, made: Any, **more: Any) -> dict[str, Any]:
    facts = {
        "organisation": str(make.identity.organisation_id),
        "key": made["id"],
        "did": make.identity.did,
        "purpose": "credential",
        "version": 2,
    }
    return facts | more


def test_the_same_order_again_gives_the_same_key(remote: Running, make: Maker) -> None:
    """As when the connection broke before the answer came."""
    asked = {"act": "fresh_key", **ask(make, uuid4())}
    first, again = (client.ask(remote.address, asked)[0]["made"] for _ in range(2))
    assert first == again
    sealing_it = {"act": "seal_key", **purpose_of(make, first)}
    sealed, repeated = (client.ask(remote.address, sealing_it)[0]["made"] for _ in range(2))
    assert sealed == repeated
    assert client.ask(remote.address, asked)[0]["made"] == first
    with pytest.raises(TenantError):
        client.ask(remote.address, sealing_it | {"version": 3})
    with pytest.raises(SkillmarkError):
        client.ask(remote.address, {**asked, "organisation": str(uuid4())})


@pytest.mark.parametrize(
    "asked",
    [
        {"act": "fresh_key"},
        {"act": "fresh_key", "organisation": str(uuid4())},
        {"act": "fresh_key", "organisation": str(uuid4()), "order": "again"},
        {"act": "shred_key", "organisation": str(uuid4())},
        {"act": "shred_key", "organisation": str(uuid4()), "key": 7},
    ],
)
def test_an_order_without_its_ids_is_refused(remote: Running, asked: dict[str, Any]) -> None:
    with pytest.raises(SkillmarkError) as caught:
        client.ask(remote.address, asked)
    assert caught.value.code == "trust.signer_order"


def test_many_at_once_with_the_same_order_get_one_key(remote: Running, make: Maker) -> None:
    asked = {"act": "fresh_key", **ask(make, uuid4())}
    told: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda: told.append(client.ask(remote.address, asked)[0]["made"])
        )
        for _ in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(told) == 8
    assert len({str(one) for one in told}) == 1


def labels_in(token: HardToken) -> list[str]:
    """The private keys in a token, as it says itself."""
    from pkcs11 import Attribute, ObjectClass

    from skillmark.platform.trust.custody.places import open_place

    module: Any = open_place(token.address, lambda _source: "")
    wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY}
    found: list[str] = module.token.run(
        lambda session: [one.label for one in session.get_objects(wanted)]
    )
    return found


def test_a_crash_after_the_module_made_a_key_leaves_one(
    journal: Journal, make: Maker, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = hard_token()
    settings.SKILLMARK = django_settings.SKILLMARK.model_copy(
        update={"key_places": SecretStr(f"vault={token.address}")}
    )
    KeyHome.objects.with_scopes_disabled().create(
        organisation_id=make.identity.organisation_id, place="vault", chosen_by="test"
    )
    asked = ask(make, uuid4())

    def crash(*_words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(making, "_keep", crash)
        with pytest.raises(KeyboardInterrupt):
            making.fresh_key(journal, asked)
    made = making.fresh_key(journal, asked)
    labels = labels_in(token)
    assert labels.count(f"skillmark-{made['id']}") == 1
    assert len(labels) == 1


def test_sealed_bytes_are_held_for_minutes_only(journal: Journal, make: Maker) -> None:
    made = making.fresh_key(journal, ask(make, uuid4()))
    making.seal_key(journal, purpose_of(make, made))
    assert [one.key_id for one in HeldKey.objects.all()] == [UUID(str(made["id"]))]
    assert making.find(UUID(str(made["id"])), journal) is not None
    assert making.tidy(journal) == 0
    aged()
    assert making.find(UUID(str(made["id"])), journal) is None
    assert making.tidy(journal) == 1
    assert not HeldKey.objects.exists()
    kept = MadeKey.objects.get(pk=made["id"])
    assert len(kept.facts["sealed_sha256"]) == 64
    assert not {"wrapped_key", "ciphertext"} & set(kept.facts)


def test_an_old_order_makes_no_second_key(journal: Journal, make: Maker) -> None:
    asked = ask(make, uuid4())
    made = making.fresh_key(journal, asked)
    aged()
    with pytest.raises(OrderError):
        making.fresh_key(journal, asked)
    with pytest.raises(TenantError):
        making.seal_key(journal, purpose_of(make, made))


def test_what_a_caller_committed_is_let_go_by_the_signer_itself(
    journal: Journal, make: Maker
) -> None:
    HeldKey.objects.create(
        id=uuid4(), key_id=make.key.pk, encryption=1, wrapped_key=b"w", ciphertext=b"c"
    )
    stop = threading.Event()
    thread = threading.Thread(target=keep_tidy, args=(journal, stop), kwargs={"every_s": 0.05})
    thread.start()
    end = time.monotonic() + 20
    while HeldKey.objects.exists() and time.monotonic() < end:
        time.sleep(0.05)
    stop.set()
    thread.join()
    assert not HeldKey.objects.exists()


def test_only_a_key_that_has_ended_is_ended(journal: Journal, make: Maker) -> None:
    asked = {"organisation": str(make.identity.organisation_id), "key": str(make.key.pk)}
    with pytest.raises(TenantError, match="in use"):
        making.shred_key(journal, asked)
    with pytest.raises(TenantError):
        making.shred_key(journal, asked | {"organisation": str(uuid4())})
    with pytest.raises(TenantError):
        making.shred_key(journal, asked | {"key": str(uuid4())})


def test_the_signer_ends_a_retired_key_in_its_module(
    journal: Journal, make: Maker, settings: Any
) -> None:
    """The web process knows no PIN; the signer's does."""
    token = hard_token()
    settings.SKILLMARK = django_settings.SKILLMARK.model_copy(
        update={"key_places": SecretStr(f"vault={token.address}")}
    )
    module = sealing.places().place("vault")
    address = module.make("skillmark-some-key", module.algorithms[0])
    row = make.key
    IssuerKey.objects.with_scopes_disabled().filter(pk=row.pk).update(
        state="retired", location=address, wrapped_key=b"", ciphertext=b""
    )
    organisation = str(make.identity.organisation_id)
    making.shred_key(journal, {"organisation": organisation, "key": str(row.pk)})
    with pytest.raises(SkillmarkError):
        sealing.places().signing_key(address)


def test_a_web_process_leaves_one_key_in_the_module(
    make: Maker, organisation: Organisation, settings: Any, tmp_path: Path
) -> None:
    """Made, replaced twice and compromised through the socket: the PIN is the signer's alone."""
    import signer_process

    token = hard_token()
    with signer_process.running(SKILLMARK_KEY_PLACES=f"vault={token.address}") as one:
        settings.SKILLMARK = signer_process.keyless(
            tmp_path, one.address, key_places=SecretStr(f"vault=pkcs11:token={token.label}")
        )
        KeyHome.objects.with_scopes_disabled().create(
            organisation=organisation, place="vault", chosen_by="test"
        )
        settings.SKILLMARK = settings.SKILLMARK.model_copy(update={"site_url": HOME})
        for _ in range(3):
            row = keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
        assert row.is_elsewhere
        row = keys.replace_fallen(organisation, row, since=timezone.now(), actor=None)
    assert f"skillmark-{row.pk}" in labels_in(token)
    assert len(labels_in(token)) == 2


def test_the_update_takes_the_bytes_out_of_older_journals(journal: Journal, user: User) -> None:
    facts = {
        "public_multikey": "z6Mk",
        "encryption": 1,
        "wrapped_key": base64.b64encode(b"wrapped").decode(),
        "ciphertext": base64.b64encode(b"sealed").decode(),
    }
    row = MadeKey.objects.create(id=uuid4(), organisation_id=uuid4(), did="", facts=facts)
    migration = import_module("skillmark.platform.trust.signer.migrations.0002_held_keys")
    migration.strip(apps, SimpleNamespace(connection=connection))
    row.refresh_from_db()
    assert set(row.facts) == {"public_multikey", "sealed_sha256"}


def test_a_connection_with_a_high_number_is_read() -> None:
    """select(2) knows 1,024 descriptors; a busy process has more."""
    wanted = 2_000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted + 10), hard))
    one, other = socket.socketpair()
    high = socket.socket(fileno=fcntl.fcntl(one.fileno(), fcntl.F_DUPFD, wanted))
    try:
        assert high.fileno() >= wanted
        wire, there = Wire(high), Wire(other)
        there.send(b"hello")
        assert wire.receive(100, within_s=5) == b"hello"
    finally:
        one.close()
        high.close()
        other.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_key_of_this_process_leaves_nothing_in_the_journal(make: Maker) -> None:
    fresh = homes.fresh(make.identity.organisation_id)
    assert fresh.content
    assert not MadeKey.objects.filter(pk=fresh.id).exists()
