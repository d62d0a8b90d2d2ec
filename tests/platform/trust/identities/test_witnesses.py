"""Witnesses of histories: others are asked over HTTP, and this site approves those of others."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
import webvh_samples as samples
from django.test import Client
from django.utils import timezone
from pytest_django import Settings as SettingsWrapper

from skillmark.core.did import webvh
from skillmark.core.did.webvh import Head, LogKey, watching
from skillmark.platform.trust.errors import HeadMovedError, WitnessSettingError

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation


@dataclass
class Partner:
    """Somebody else's witness: it keeps a head, and can be made to refuse or lie."""

    by: LogKey = field(default_factory=lambda: samples.key("partner"))
    head: Head | None = None
    sleeps: bool = False
    lies: bool = False

    def answer(self, body: bytes) -> tuple[int, bytes]:
        if self.sleeps:
            return 503, b"{}"
        asked = json.loads(body)
        file = asked["witness"].encode() or None
        proof, self.head = watching.approve(
            asked["log"].encode(),
            samples.key("stranger") if self.lies else self.by,
            at=timezone.now(),
            known=self.head,
            witness_file=file,
        )
        return 200, json.dumps({"versionId": self.head.version_id, "proof": proof}).encode()


@pytest.fixture
def partner(at_home: None, settings: SettingsWrapper) -> Iterator[Partner]:
    """A second witness on loopback; both have to approve."""
    one = Partner()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, body = one.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={
            "did_witnesses": (f"{one.by.did} {origin}/witness/did",),
            "fetch_origins": (origin,),
        }
    )
    yield one
    server.shutdown()
    server.server_close()


def begun(organisation: "Organisation") -> Any:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.identities import logs

    row = logs.tell(keys.ensure_identity(organisation), at=timezone.now() - timedelta(hours=1))
    assert row is not None
    return row


def test_a_version_waits_until_the_other_witness_approves(
    partner: Partner, organisation: "Organisation"
) -> None:
    from skillmark.platform.trust.identities import logs, selectors

    partner.sleeps = True
    row = begun(organisation)
    assert not logs.ask_witnesses(row)
    assert selectors.history_of(row.identity.did) is None
    partner.sleeps = False
    assert logs.ask_witnesses(row)
    found = selectors.history_of(row.identity.did)
    assert found is not None
    history = webvh.verify(found.did, found.log, found.witness, at=timezone.now())
    assert history.newest.rule.threshold == 2


def test_what_is_published_stays_while_a_newer_version_waits(
    partner: Partner, organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import rotation
    from skillmark.platform.trust.identities import logs, selectors
    from skillmark.platform.trust.models import KeyPurpose

    row = begun(organisation)
    assert logs.ask_witnesses(row)
    partner.sleeps = True
    rotation.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    row.refresh_from_db()
    told = selectors.told(row)
    assert told is not None
    assert told.waiting_since is not None
    assert len(told.entries) == 1
    partner.sleeps = False
    assert logs.tell_all() == 0
    row.refresh_from_db()
    assert not row.waiting
    found = webvh.verify(row.did, bytes(row.log), bytes(row.witness_file), at=timezone.now())
    assert len(found.versions) == 2


def test_the_approval_of_somebody_else_counts_for_nothing(
    partner: Partner, organisation: "Organisation"
) -> None:
    from skillmark.platform.trust.identities import logs

    partner.lies = True
    assert not logs.ask_witnesses(begun(organisation))


@pytest.mark.parametrize(
    "values",
    [
        {"did_witnesses": ("https://partner.example",)},
        {"did_witness_threshold": 2},
    ],
)
def test_wrong_settings_are_named(
    at_home: None, organisation: "Organisation", settings: SettingsWrapper, values: Any
) -> None:
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update=values)
    with pytest.raises(WitnessSettingError):
        begun(organisation)


# This site as the witness of others.


@pytest.fixture
def asked(db: None, settings: SettingsWrapper) -> Client:
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={"did_witness_for": ("harbour.example",)}
    )
    return Client()


def post(browser: Client, log: bytes, witness: bytes = b"") -> Any:
    sent = {"log": log.decode(), "witness": witness.decode()}
    return browser.post("/witness/did", json.dumps(sent), content_type="application/json")


def test_it_approves_what_only_grew(asked: Client) -> None:
    me = asked.get("/witness/did").json()["id"]
    log = samples.begun()
    answer = post(asked, log)
    assert answer.status_code == 200
    proof = answer.json()["proof"]
    assert proof["verificationMethod"].startswith(me)
    longer = webvh.update(log, samples.key("update 1"), at=samples.hours(2))
    assert post(asked, longer).json()["versionId"].startswith("2-")
    assert post(asked, longer).status_code == 200  # the same again is the same


def test_it_approves_no_two_versions_of_one_number_and_nothing_shorter(asked: Client) -> None:
    log = samples.begun()
    one = webvh.update(log, samples.key("update 1"), at=samples.hours(2))
    other = webvh.update(log, samples.key("update 1"), at=samples.hours(3))
    assert post(asked, one).status_code == 200
    assert post(asked, other).json()["code"] == "webvh.forked"
    assert post(asked, log).json()["code"] == "webvh.rolled_back"


def test_strangers_and_nonsense_are_refused(asked: Client, settings: SettingsWrapper) -> None:
    assert post(asked, b"{}").status_code == 422
    assert (
        asked.post("/witness/did", b"\xff", content_type="application/json").status_code == 422
    )
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update={"did_witness_for": ()})
    refused = post(asked, samples.begun())
    assert (refused.status_code, refused.json()["code"]) == (403, "trust.witness_refused")


def test_two_at_the_same_moment_cannot_both_move_a_head(db: None) -> None:
    from skillmark.platform.trust.identities import heads

    first, one, other = Head("z", 1, "1-a"), Head("z", 2, "2-b"), Head("z", 2, "2-c")
    heads.approve(None, first)
    with pytest.raises(HeadMovedError):
        heads.approve(None, first)
    heads.approve(first, one)
    with pytest.raises(HeadMovedError):
        heads.approve(first, other)
