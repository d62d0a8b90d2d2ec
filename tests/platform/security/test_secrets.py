"""T-KEYS and the privacy of logs: what must be nowhere is looked for everywhere.

Private keys, tokens and personal data are searched for as raw bytes, hexadecimal, base64 and base58
in the database, the logs, the pages of errors and the memory that a traceback would show.
"""

import base64
import io
import json
import logging
import re
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
import structlog
import two_tenants
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django_scopes import scope, scopes_disabled
from issued_credentials import issue
from two_tenants import PASSWORD, World, undone

from skillmark.core.canon import canonicalize
from skillmark.core.encoding import base58
from skillmark.platform.events import outbox
from skillmark.platform.events.models import AuditEntry, StoredMail
from skillmark.platform.settings.logs import configure, logging_config
from skillmark.platform.trust import keys, signing
from skillmark.platform.trust.errors import TrustError
from skillmark.platform.trust.models import IssuerIdentity, IssuerKey, KeyPurpose, KeyState
from skillmark.platform.trust.signer.hand import Hand
from skillmark.platform.trust.signer.orders import Order, Task

CANARY: Final = "canary.learner@canary-mail.example"
CANARY_NAME: Final = "Canarina Quellwitz"
CANARY_PASSWORD: Final = "canary password long enough"
SHORTEST: Final = 16  # bytes of a key that already are a leak


def _spellings(secret: bytes) -> list[bytes]:
    """Return a secret as it may be written, and each half of it."""
    found = []
    for part in (secret, secret[:SHORTEST], secret[-SHORTEST:]):
        found += [
            part,
            part.hex().encode(),
            part.hex().upper().encode(),
            base64.b64encode(part).rstrip(b"=")[:-1],
            base64.urlsafe_b64encode(part).rstrip(b"=")[:-1],
            str(list(part))[1:-1].encode(),
            repr(part)[2:-1].encode(),
        ]
    return [
        *found,
        base58.encode(secret).encode(),
        base58.encode(b"\x80\x26" + secret).encode(),
    ]


def _private_keys() -> list[bytes]:
    with scopes_disabled():
        rows = [row for row in IssuerKey.objects.all() if row.wrapped_key]
        assert len(rows) >= 2
        return [keys.open_key(row).to_bytes() for row in rows]


def _found(secrets: list[bytes], place: bytes) -> list[bytes]:
    return [secret for one in secrets for secret in _spellings(one) if secret in place]


def _whole_database() -> bytes:
    """Return every value of every table, as bytes."""
    out = bytearray()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own table names
            for row in cursor.fetchall():
                for value in row:
                    raw = (
                        value if isinstance(value, bytes | memoryview) else str(value).encode()
                    )
                    out += bytes(raw) + b"\n"
    return bytes(out)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged, at the most talkative level, as it is in service."""
    stream = io.StringIO()
    config = logging_config("json")
    config["handlers"]["stderr"]["stream"] = stream
    structlog.reset_defaults()
    configure(config)
    logging.getLogger().setLevel(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)  # SQL is for developers
    yield stream
    structlog.reset_defaults()
    configure(django_settings.LOGGING)


def test_the_search_finds_what_is_there() -> None:
    secret = bytes(range(200, 232))
    for written in (
        secret,
        secret.hex().encode(),
        base64.b64encode(secret),
        base64.b64encode(secret[:20]),
        str(secret).encode(),
        str(list(secret)).encode(),
    ):
        assert _found([secret], b"before " + written + b" after")


def test_no_private_key_is_in_the_database(world: World) -> None:
    everything = _whole_database()
    assert len(everything) > 10_000
    assert world.own.organisation.name.encode() in everything
    assert _found(_private_keys(), everything) == []
    for text in world.own.keys.values():
        assert text.encode() not in everything


def test_no_link_is_in_the_database_once_its_mail_has_left(world: World) -> None:
    outbox.dispatch_all()
    StoredMail.objects.all().delete()  # in service mail leaves; the mailbox is the demo's
    everything = _whole_database()
    for secret in (world.own.ids["token"], world.own.ids["invitation"]):
        assert secret.encode() not in everything


@pytest.mark.sqlite_only
def test_no_private_key_is_in_the_file(transactional_db: None) -> None:
    """Neither in the pages of the file, nor in its write-ahead log, nor in a backup of it."""
    if connection.vendor != "sqlite":
        pytest.skip("another database has no file of ours")
    two_tenants.build()
    secrets = _private_keys()
    path = Path(str(connection.settings_dict["NAME"]))
    for place in path.parent.glob(path.name + "*"):
        assert _found(secrets, place.read_bytes()) == [], place.name
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as live:
        assert _found(secrets, live.serialize()) == []


@pytest.mark.parametrize("debug", [False, True])
def test_a_failure_while_signing_shows_no_key(
    world: World, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch, debug: bool
) -> None:
    """Log, page and even Django's own page for developers."""
    secrets = _private_keys()

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("the signing broke half way")

    body = {"achievement": "fire-prevention", "recipient": {"name": "A B", "email": CANARY}}
    headers = {"authorization": f"Bearer {world.own.keys['full key']}"}
    form = {"step": "issue", "name": "A B", "email": "form@x.example"}
    page = f"/studio/harbour/issue/{world.own.ids['version_id']}/person"
    for place in (
        "skillmark.core.proof.BulkSigner.add_proof",
        "skillmark.core.crypto.PrivateKey.sign",
    ):
        with monkeypatch.context() as patch, override_settings(DEBUG=debug):
            patch.setattr(place, broken)
            before = AuditEntry.objects.with_scopes_disabled().count()
            told = Client(raise_request_exception=False).post(
                "/api/v1/credentials", body, content_type="application/json", headers=headers
            )
            shown = world.browsers["owner"].post(page, form)
            assert (told.status_code, shown.status_code) == (500, 500)
            assert AuditEntry.objects.with_scopes_disabled().count() == before
        for answer in (told, shown):
            assert _found(secrets, answer.content) == []
            assert CANARY.encode() not in answer.content or debug
    assert "RuntimeError" in lines.getvalue()
    assert _found(secrets, lines.getvalue().encode()) == []
    assert CANARY not in lines.getvalue()


def _report(act: Callable[[], object]) -> bytes:
    """Return what a crash reporter would send: every local variable below this frame."""
    try:
        act()
    except Exception as error:  # noqa: BLE001 - any will do
        below = error.__traceback__.tb_next if error.__traceback__ else None
        found = traceback.TracebackException(type(error), error, below, capture_locals=True)
        return "".join(found.format()).encode()
    raise AssertionError("nothing broke")


def test_a_traceback_with_local_variables_shows_no_key(world: World) -> None:
    secrets = _private_keys()
    with scope(organisation=world.own.organisation.pk):
        identity = keys.ensure_identity(world.own.organisation)
        signer = signing.open_signer(identity, KeyPurpose.CREDENTIAL)
        row = keys.active_key(identity, KeyPurpose.CREDENTIAL)
        opened = keys.open_key(row)
    order = Order(row.pk, row.organisation_id, row.pk, Task.CREDENTIAL, signer.created)
    hand = Hand(row, order, canonicalize, None)
    hand._open()
    report = _report(lambda: hand._bulk.add_proof({"@context": 5}))
    assert b"add_proof" in report
    assert _found(secrets, report) == []
    assert _found(secrets, repr((signer, hand, row, row.sealed, opened)).encode()) == []
    row.ciphertext = bytes(reversed(row.ciphertext))
    report = _report(lambda: keys.open_key(row))
    assert b"VaultError" in report
    assert _found(secrets, report) == []


@pytest.mark.parametrize("part", ["both", "wrapped_key", "ciphertext"])
def test_a_sealed_key_opens_for_its_own_tenant_only(world: World, part: str) -> None:
    """Envelopes swapped between two organisations: nothing is signed."""
    with scopes_disabled():
        own = IssuerKey.objects.filter(organisation=world.own.organisation).first()
        foreign = IssuerKey.objects.filter(organisation=world.foreign.organisation).first()
        for name in ("wrapped_key", "ciphertext") if part == "both" else (part,):
            IssuerKey.objects.filter(pk=own.pk).update(**{name: getattr(foreign, name)})
        with pytest.raises(TrustError):
            keys.open_key(IssuerKey.objects.get(pk=own.pk))
    with pytest.raises(TrustError):
        issue(world.own.version, "Ann Other", "ann@x.example")
    form = {"step": "issue", "name": "A B", "email": "form@x.example"}
    page = f"/studio/harbour/issue/{world.own.ids['version_id']}/person"
    assert world.browsers["owner"].post(page, form).status_code in {422, 503}
    assert issue(world.foreign.version, "Ann Other", "ann@x.example").state == "active"


def test_a_whole_foreign_key_signs_nothing_for_us(world: World) -> None:
    """The row itself moved: its label names another tenant, so it does not open."""
    with scopes_disabled():
        own = IssuerKey.objects.filter(organisation=world.own.organisation).first()
        foreign = IssuerKey.objects.filter(organisation=world.foreign.organisation).first()
        identity = IssuerIdentity.objects.get(pk=own.identity_id)
        IssuerKey.objects.filter(pk=own.pk).update(version=99, state=KeyState.RETIRED)
        IssuerKey.objects.filter(pk=foreign.pk).update(
            identity=identity, organisation=world.own.organisation
        )
        with pytest.raises(TrustError):
            signing.open_signer(identity, KeyPurpose.CREDENTIAL)


def test_logs_name_nobody(world: World, lines: io.StringIO) -> None:
    """Sign-up, issue, mail, claim, verify, revoke, search, sign-in: no address, name or secret."""
    owner, api = (
        world.browsers["owner"],
        {"authorization": f"Bearer {world.own.keys['full key']}"},
    )
    anybody = Client(raise_request_exception=False)
    recipient = {"name": CANARY_NAME, "email": CANARY, "identifier": "canary-number"}
    made = anybody.post(
        "/api/v1/credentials",
        {"achievement": "fire-prevention", "recipient": recipient},
        content_type="application/json",
        headers={**api, "idempotency-key": "canary-idempotency"},
    ).json()
    outbox.dispatch_all()
    token = re.search(r"/claim/([\w-]{43})", StoredMail.objects.get(recipient=CANARY).text)[1]
    signup = {"email": CANARY, "password1": CANARY_PASSWORD, "display_name": CANARY_NAME}
    anybody.post("/accounts/signup/", signup)
    anybody.post("/accounts/login/", {"login": CANARY, "password": CANARY_PASSWORD})
    anybody.post("/accounts/login/", {"login": CANARY, "password": "canary wrong"})
    anybody.post("/accounts/password/reset/", {"email": CANARY})
    for path in (f"/claim/{token}", f"/claim/{token}x", f"/join/{token}"):
        anybody.get(path)
        anybody.post(path)
    document = anybody.get(f"/c/{made['id']}.json").content
    anybody.post("/verify", {"text": document.decode(), "recipient": CANARY})
    anybody.post("/api/v1/verify", document[:-9], content_type="application/json")
    owner.get("/studio/harbour/credentials", {"q": CANARY})
    owner.post("/studio/harbour/settings/members", {"email": CANARY, "role": "viewer"})
    owner.post(f"/studio/harbour/credentials/{made['id']}/revoke", {"reason": CANARY_NAME})
    bad = f"name,email\n{CANARY_NAME},{CANARY}\n{CANARY_NAME},canary-bad\n"
    anybody.post(
        "/api/v1/batches",
        {"achievement": "fire-prevention", "file": io.BytesIO(bad.encode())},
        headers=api,
    )
    anybody.get("/api/v1/organisation", headers={"authorization": f"Bearer {token}"})
    anybody.get("/", headers={"host": "canary.example"})
    anybody.get(
        "/?q=canary", headers={"user-agent": "canary-agent", "referer": "http://canary/"}
    )
    outbox.dispatch_all()
    written = lines.getvalue()
    records = [json.loads(line) for line in written.splitlines()]
    assert {record.get("route") for record in records} >= {"claim/<str:token>", "verify"}
    for secret in (
        "canary", "Canarina", "Quellwitz", token, world.own.keys["full key"], "127.0.0.1",
        made["id"], PASSWORD,
    ):  # fmt: skip
        assert secret.lower() not in written.lower(), secret


def test_the_audit_trail_names_nobody(world: World) -> None:
    """It outlives a person's erasure, so it refers to people by id only."""
    issue(world.own.version, CANARY_NAME, CANARY, narrative="canary narrative")
    with undone(), scopes_disabled():
        for entry in AuditEntry.objects.all():
            told = json.dumps([entry.label, entry.before, entry.after, entry.actor])
            for word in ("canary.", "Canarina", "Qwyzzle", "@"):
                if not (word == "@" and entry.action == "organisation.changed"):
                    assert word not in told, entry.action
