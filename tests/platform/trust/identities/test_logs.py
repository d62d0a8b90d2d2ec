"""Histories of identities: begun, continued at rotation, witnessed, served; forged ones refused."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from skillmark.core.did import parse_document, webvh
from skillmark.core.did.webvh import Head, parallel
from skillmark.core.did.webvh.errors import (
    ForkedError,
    KeyNotPromisedError,
    PreRotationError,
    RolledBackError,
    UnwitnessedError,
)

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.trust.models import IdentityLog


def published(row: "IdentityLog") -> webvh.History:
    """Return the history as a stranger reads it from its two files."""
    row.refresh_from_db()
    return webvh.verify(row.did, bytes(row.log), bytes(row.witness_file), at=timezone.now())


def rotated(organisation: "Organisation") -> None:
    from skillmark.platform.trust import rotation
    from skillmark.platform.trust.models import KeyPurpose

    rotation.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)


def test_a_history_begins_with_the_keys_and_names_the_did_web(history: "IdentityLog") -> None:
    from skillmark.platform.trust import documents

    found = published(history).newest
    assert history.did.endswith(":skills.example:i:harbour-skills-training")
    assert found.parameters.promises
    assert found.parameters.witness.threshold == 1
    document = parse_document(found.entry.state)
    assert len(document.assertion_method) == len(documents.keys_of(history.identity))
    web = documents.did_document(history.identity)
    parallel.check(web, found.entry.state)
    assert history.did in web["alsoKnownAs"]


def test_telling_again_adds_nothing(history: "IdentityLog") -> None:
    from skillmark.platform.trust.identities import logs

    logs.tell(history.identity)
    assert len(published(history).versions) == 1


def test_rotation_adds_a_version_and_keeps_every_key(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import documents, keys
    from skillmark.platform.trust.identities.describing import GRACE
    from skillmark.platform.trust.models import KeyPurpose

    old = keys.active_key(history.identity, KeyPurpose.CREDENTIAL)
    rotated(organisation)
    rotated(organisation)
    found = published(history)
    assert len(found.versions) == 3
    old.refresh_from_db()
    web = parse_document(documents.did_document(history.identity))
    assert old.retired_at is not None
    expires = web.method(old.verification_method).expires
    assert expires == old.retired_at.replace(microsecond=0) + GRACE
    parallel.check(documents.did_document(history.identity), found.newest.entry.state)
    life = webvh.life_of(found, f"{history.did}#{old.public_multikey}")
    assert life.since is not None
    assert life.expires == expires


def test_the_promised_key_is_used_once_and_destroyed(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    from skillmark.platform.trust.models import SealedSecret

    promised = history.next_secret_id
    rotated(organisation)
    history.refresh_from_db()
    assert history.next_secret_id != promised
    everyone = SealedSecret.objects.with_scopes_disabled()
    assert not everyone.filter(pk=promised).exists()
    assert everyone.filter(purpose="webvh.next").count() == 1


def test_the_files_are_served_to_anyone(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    browser = Client(SERVER_NAME="skills.example")
    place = f"/i/{organisation.slug}"
    log = browser.get(f"{place}/did.jsonl", secure=True)
    assert log.content == bytes(history.log)
    assert log["Content-Type"] == "text/jsonl"
    witness = browser.get(f"{place}/did-witness.json", secure=True)
    found = webvh.verify(history.did, log.content, witness.content, at=timezone.now())
    web = browser.get(f"{place}/did.json", secure=True)
    parallel.check(json.loads(web.content), found.newest.entry.state)
    assert browser.get("/i/nobody/did.jsonl", secure=True).status_code == 404


def test_a_did_key_has_no_history(organisation: "Organisation") -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.identities import logs, selectors

    assert logs.tell(keys.ensure_identity(organisation)) is None
    assert selectors.file_at(organisation.slug, "did.jsonl") is None


def test_identities_of_before_get_their_history_by_themselves(
    at_home: None, organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.identities import logs, selectors
    from skillmark.platform.trust.models import KeyPurpose

    identity = keys.ensure_identity(organisation)
    keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)  # before any history
    assert logs.tell_all() == 0
    found = selectors.history_of(identity.did)
    assert found is not None
    history = webvh.verify(found.did, found.log, found.witness, at=timezone.now())
    document = parse_document(history.newest.entry.state)
    assert all(method.expires is None for method in document.methods)  # nothing proves them


# Forgeries. The reader's cached head and the promise of the next key stand against them.


def head_of(row: "IdentityLog") -> Head:
    return Head.of(published(row))


def test_a_truncated_log_is_refused_against_the_head(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    first = bytes(history.log)
    rotated(organisation)
    seen = head_of(history)
    with pytest.raises(RolledBackError):
        webvh.follow(seen, webvh.read_log(first, at=timezone.now()))


def test_a_forked_log_is_refused_against_the_head_and_by_the_witness(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    from skillmark.core.did.webvh import Change
    from skillmark.platform.trust.identities import custody, witnessing

    first, file = bytes(history.log), bytes(history.witness_file)
    stolen = history.next_secret
    assert stolen is not None
    later = timezone.now() + timedelta(seconds=30)
    fork = webvh.update(
        first,
        custody.log_key(stolen),  # the whole vault is the thief's
        at=later,
        change=Change(next_keys=(custody.passing_key().public,), ttl_s=60),
    )
    rotated(organisation)
    with pytest.raises(ForkedError):
        webvh.follow(head_of(history), webvh.read_log(fork, at=later))
    with pytest.raises(ForkedError):  # the witness approved another second version
        witnessing.approve(fork, file, at=later)
    with pytest.raises(UnwitnessedError):
        webvh.verify(history.did, fork, file, at=later)


def test_a_rewritten_entry_spoils_the_log(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    rotated(organisation)
    history.refresh_from_db()
    lines = bytes(history.log).splitlines()
    entry = json.loads(lines[0])
    entry["state"]["alsoKnownAs"].append("https://elsewhere.example/")
    forged = json.dumps(entry).encode() + b"\n" + lines[1] + b"\n"
    with pytest.raises(webvh.WebvhError):
        webvh.verify(history.did, forged, bytes(history.witness_file), at=timezone.now())


def test_a_used_update_key_is_worthless(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    from skillmark.core.crypto import Algorithm, PrivateKey
    from skillmark.core.did.webvh import Change, LogKey
    from skillmark.platform.trust import keys

    promised = history.next_secret
    assert promised is not None
    private = PrivateKey.from_bytes(Algorithm.ED25519, keys.open_secret(promised))
    rotated(organisation)  # the key has been used now
    history.refresh_from_db()
    later = timezone.now() + timedelta(seconds=30)
    with pytest.raises(KeyNotPromisedError):
        webvh.update(
            bytes(history.log),
            LogKey.of(private),
            at=later,
            change=Change(next_keys=(private.public,)),
        )
    with pytest.raises(PreRotationError):
        webvh.update(
            bytes(history.log), LogKey.of(private), at=later, change=Change(update_keys=())
        )


def test_a_lost_update_key_stops_rotation_before_it_changes_anything(
    history: "IdentityLog", organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.errors import UpdateKeyLostError
    from skillmark.platform.trust.models import KeyPurpose

    type(history).objects.with_scopes_disabled().update(next_secret=None)
    before = keys.active_key(history.identity, KeyPurpose.CREDENTIAL)
    with pytest.raises(UpdateKeyLostError):
        rotated(organisation)
    assert keys.active_key(history.identity, KeyPurpose.CREDENTIAL) == before


def test_heads_only_move_forward(db: None) -> None:
    from skillmark.platform.trust.identities import heads

    assert heads.known("z") is None
    heads.keep(Head("z", 2, "2-b"))
    heads.keep(Head("z", 1, "1-a"))
    assert heads.known("z") == Head("z", 2, "2-b")
    heads.keep(Head("z", 3, "3-c"))
    assert heads.known("z") == Head("z", 3, "3-c")
