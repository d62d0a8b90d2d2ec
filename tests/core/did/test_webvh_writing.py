"""did:webvh: logs as we write them, taken by our own reader, and by the rules for writers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from webvh_samples import (
    NOW,
    PLACE,
    START,
    begun,
    describe,
    did_of,
    document_of,
    entries,
    hours,
    key,
    public,
    rule,
    witnessed,
)

from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.did import parse_document
from skillmark.core.did.errors import DidError
from skillmark.core.did.webvh import (
    NO_WITNESSES,
    Change,
    Head,
    LogKey,
    Terms,
    WebvhDid,
    create,
    deactivate,
    key_history,
    move,
    read_log,
    update,
    verify,
    watching,
)
from skillmark.core.did.webvh.witnesses import read_file, write_file
from skillmark.core.jsonio import JsonObject, dumps
from skillmark.core.proof import check_proof

LOG = begun()
P256 = LogKey.of(PrivateKey.generate(Algorithm.P256, bytes(range(40))))


def refusal(call: object, *args: object, **named: object) -> str:
    with pytest.raises(DidError) as refused:
        call(*args, **named)  # type: ignore[operator]
    return refused.value.code


def issuing(log: bytes, number: int = 1) -> str:
    return f"{did_of(log)}#{public(f'issuing {number}').to_multikey()}"


def test_the_first_entry_names_the_did_everywhere() -> None:
    did = WebvhDid.parse(did_of(LOG))
    assert did.location == PLACE
    document = parse_document(document_of(LOG))
    assert document.also_known_as == (did.web,)
    assert [method.controller for method in document.methods] == [str(did)]
    assert verify(str(did), LOG, at=START).newest.entry.version_id.startswith("1-Qm")
    assert b"{SCID}" not in LOG


def test_the_same_makes_the_same_and_another_key_another_did() -> None:
    assert begun() == LOG
    other = create(PLACE, describe, key("update 9"), at=START)
    assert did_of(other) != did_of(LOG)


def test_the_proofs_are_those_of_the_cryptosuite() -> None:
    entry = entries(LOG)[0]
    proofs = entry["proof"]
    assert isinstance(proofs, list)
    assert isinstance(proofs[0], dict)
    check_proof(entry, proofs[0], public("update 1"))


def test_what_a_log_begins_with_is_read_back() -> None:
    terms = Terms(
        update_keys=(public("update 1b"),),
        next_keys=(public("update 2"), public("update 2b")),
        witness=rule(2, "witness 1", "witness 2", "witness 3"),
        watchers=("https://watcher.example/",),
        portable=True,
        ttl_s=60,
    )
    found = read_log(begun(terms), at=START).newest.parameters
    assert found.update_keys == (key("update 1").multikey, key("update 1b").multikey)
    assert len(found.promises) == 2
    assert (found.witness, found.watchers) == (terms.witness, terms.watchers)
    assert (found.portable, found.ttl_s, found.deactivated) == (True, 60, False)


def test_what_is_not_said_is_kept_and_what_is_said_changes() -> None:
    log = begun(Terms(ttl_s=60, watchers=("https://a.example",), portable=True))
    kept = update(log, key("update 1"), at=hours(1))
    assert read_log(kept, at=NOW).newest.parameters == read_log(log, at=NOW).newest.parameters
    assert entries(kept)[1]["parameters"] == {}
    change = Change(ttl_s=0, watchers=(), stays=True, witness=NO_WITNESSES)
    found = read_log(update(kept, key("update 1"), at=hours(2), change=change), at=NOW)
    assert (found.newest.parameters.ttl_s, found.newest.parameters.watchers) == (0, ())
    assert not found.newest.parameters.portable
    assert kept.startswith(log)


def test_a_log_without_its_last_line_end_is_continued() -> None:
    assert update(LOG[:-1], key("update 1"), at=hours(1)) == update(
        LOG, key("update 1"), at=hours(1)
    )


def test_without_promises_the_old_keys_hand_over() -> None:
    change = Change(update_keys=(public("update 2"),))
    log = update(LOG, key("update 1"), at=hours(1), change=change)
    assert refusal(update, log, key("update 1"), at=hours(2)) == "webvh.key_unauthorized"
    assert update(log, key("update 2"), at=hours(2))


def test_a_stolen_update_key_is_worth_nothing_once_the_next_is_promised() -> None:
    log = begun(Terms(next_keys=(public("update 2"),)))
    thief = Change(update_keys=(public("thief"),), next_keys=())
    assert refusal(update, log, key("thief"), at=hours(1), change=thief) == (
        "webvh.key_not_promised"
    )
    again = Change(next_keys=())
    assert refusal(update, log, key("update 1"), at=hours(1), change=again) == (
        "webvh.key_not_promised"
    )
    assert refusal(update, log, key("update 2"), at=hours(1)) == "webvh.prerotation_omitted"
    change = Change(next_keys=(public("update 3"),))
    assert update(log, key("update 2"), at=hours(1), change=change)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["promise", "stop", "watch", "plain"]), max_size=6))
def test_whatever_an_author_does_in_turn_is_taken(steps: list[str]) -> None:
    log, number, promised = begun(), 1, False
    for hour, step in enumerate(steps, start=1):
        if promised:
            number += 1
        following = (public(f"update {number + 1}"),)
        changes = {
            "promise": Change(next_keys=following),
            "stop": Change(next_keys=()),
            "watch": Change(watchers=(f"https://{hour}.example",), next_keys=following),
            "plain": Change(next_keys=following if promised else None, ttl_s=hour),
        }
        log = update(log, key(f"update {number}"), at=hours(hour), change=changes[step])
        promised = bool(read_log(log, at=NOW).newest.parameters.promises)
    assert len(verify(did_of(log), log, at=NOW).versions) == len(steps) + 1


def test_a_rotation_keeps_the_old_key_with_its_end() -> None:
    rotated = key_history.rotated(
        document_of(LOG), issuing(LOG), public("issuing 2"), at=hours(1)
    )
    log = update(LOG, key("update 1"), at=hours(1), document=rotated)
    old, new = parse_document(document_of(log)).methods
    assert (old.id, old.expires, old.revoked) == (issuing(LOG), hours(1), None)
    assert (new.id, new.expires) == (issuing(LOG, 2), None)
    assert {old.id, new.id} == parse_document(document_of(log)).assertion_method


@pytest.mark.parametrize("loss", ["key", "listing", "end", "other"])
def test_no_update_drops_an_issuing_key_or_takes_back_its_end(loss: str) -> None:
    ended = key_history.revoked(document_of(LOG), issuing(LOG), at=hours(1))
    log = update(LOG, key("update 1"), at=hours(1), document=ended)
    later = hours(2).strftime("%Y-%m-%dT%H:%M:%SZ")
    method = ended["verificationMethod"][0]  # type: ignore[index,call-overload]
    changed = {
        "key": {"verificationMethod": [], "assertionMethod": []},
        "listing": {"assertionMethod": []},
        "end": {"verificationMethod": [method | {"revoked": later}]},  # type: ignore[operator]
        "other": {
            "verificationMethod": [
                method | {"publicKeyMultibase": public("thief").to_multikey()}  # type: ignore[operator]
            ]
        },
    }[loss]
    document = ended | changed
    assert refusal(update, log, key("update 1"), at=hours(2), document=document) == (
        "webvh.key_history"
    )


def test_a_key_is_added_once_and_only_a_known_one_ends() -> None:
    document = document_of(LOG)
    assert refusal(key_history.added, document, public("issuing 1")) == "webvh.key_history"
    unknown = issuing(LOG, 7)
    assert refusal(key_history.retired, document, unknown, at=hours(1)) == (
        "did.method_not_found"
    )
    ended = key_history.retired(document, issuing(LOG), at=hours(2))
    assert refusal(key_history.retired, ended, issuing(LOG), at=hours(3)) == (
        "webvh.key_history"
    )
    assert refusal(key_history.retired, ended, issuing(LOG), at=hours(2)) == (
        "webvh.key_history"
    )
    assert key_history.retired(ended, issuing(LOG), at=hours(1))
    embedded: JsonObject = {
        **document,
        "verificationMethod": [],
        "assertionMethod": document["verificationMethod"],
    }
    assert refusal(key_history.revoked, embedded, issuing(LOG), at=hours(2)) == (
        "webvh.key_history"
    )


def test_a_did_moves_where_it_was_allowed_and_names_where_it_was() -> None:
    log = begun(Terms(portable=True))
    moved = move(log, "haven.example", key("update 1"), at=hours(1))
    old, new = WebvhDid.parse(did_of(log)), WebvhDid.parse(did_of(moved))
    assert (old.scid, new.location) == (new.scid, "haven.example")
    document = parse_document(document_of(moved))
    assert document.also_known_as == (new.web, str(old))
    assert document.methods[0].id == issuing(moved)
    for did in (old, new):
        assert len(verify(str(did), moved, at=NOW).versions) == 2
    back = move(moved, old.location, key("update 1"), at=hours(2))
    assert parse_document(document_of(back)).also_known_as == (old.web, str(new))
    assert refusal(move, back, old.location, key("update 1"), at=hours(3)) == "webvh.location"
    assert refusal(move, LOG, "haven.example", key("update 1"), at=hours(1)) == (
        "webvh.not_portable"
    )


@pytest.mark.parametrize("terms", [Terms(), Terms(next_keys=(public("update 2"),))])
def test_an_end_leaves_no_key_that_may_sign(terms: Terms) -> None:
    log = begun(terms)
    by = key("update 2" if terms.next_keys else "update 1")
    ended = deactivate(log, by, at=hours(1))
    newest = read_log(ended, at=NOW).newest
    assert newest.parameters.deactivated
    assert newest.parameters.update_keys == ()
    assert refusal(update, ended, by, at=hours(2)) == "webvh.after_deactivation"


def test_only_ed25519_signs_a_log() -> None:
    assert refusal(create, PLACE, describe, P256, at=START) == "webvh.proof_key"


def test_an_author_cannot_write_what_no_reader_takes() -> None:
    early = START - timedelta(hours=1)
    assert refusal(update, LOG, key("update 1"), at=early) == "webvh.time_future"
    assert refusal(update, LOG, key("update 1"), at=START) == "webvh.time_order"
    assert refusal(create, "127.0.0.1", describe, key("update 1"), at=START) == "webvh.location"
    two = Terms(witness=rule(2, "witness 1", "witness 1"))
    assert refusal(begun, two) == "webvh.witness_twice"


WITNESSED = Terms(witness=rule(1, "witness 1", "witness 2"))


def test_a_witness_approves_what_continues_what_it_saw() -> None:
    first = begun(WITNESSED)
    proof, head = watching.approve(first, key("witness 1"), at=NOW)
    file = dumps([{"versionId": head.version_id, "proof": [proof]}])
    second = update(first, key("update 1"), at=hours(1), change=Change(ttl_s=5))
    rival = update(first, key("update 1"), at=hours(1), change=Change(ttl_s=6))
    again, newer = watching.approve(
        second, key("witness 1"), at=NOW, known=head, witness_file=file
    )
    assert newer == Head(head.scid, 2, str(entries(second)[1]["versionId"]))
    assert again["proofValue"] != proof["proofValue"]
    named = {"at": NOW, "known": newer, "witness_file": file}
    assert refusal(watching.approve, rival, key("witness 1"), **named) == "webvh.forked"
    assert refusal(watching.approve, first, key("witness 1"), **named) == "webvh.rolled_back"
    stranger = {"at": NOW, "known": Head.of(read_log(LOG, at=NOW))}
    assert refusal(watching.approve, first, key("witness 1"), **stranger) == (
        "webvh.head_of_another"
    )


def test_a_witness_approves_nothing_on_top_of_what_was_not_witnessed() -> None:
    second = update(begun(WITNESSED), key("update 1"), at=hours(1), change=Change(ttl_s=5))
    code = refusal(watching.approve, second, key("witness 2"), at=NOW, witness_file=b"[]")
    assert code == "webvh.unwitnessed"


def test_the_witness_file_is_read_as_it_was_written() -> None:
    file = witnessed(begun(WITNESSED), "witness 1", "witness 2")
    assert write_file(read_file(file)) == file
    assert (
        write_file([*read_file(file), *read_file(b'[{"versionId":"1-x","proof":[]}]')]) == file
    )


def test_time_has_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        read_log(LOG, at=datetime(2026, 1, 2, tzinfo=UTC).replace(tzinfo=None))


def test_a_move_renames_the_did_wherever_it_stands_and_nothing_else() -> None:
    def describe_more(did: str) -> JsonObject:
        service: JsonObject = {
            "id": f"{did}#files",
            "type": ["relativeRef", f"{did}/path", f"{did}2"],
            "priority": 1,
            "note": f"formerly {did}",
        }
        return describe(did) | {"service": [service]}

    log = create(PLACE, describe_more, key("update 1"), at=START, terms=Terms(portable=True))
    moved = move(log, "haven.example", key("update 1"), at=hours(1))
    old, new = did_of(log), did_of(moved)
    assert document_of(moved)["service"] == [
        {
            "id": f"{new}#files",
            "type": ["relativeRef", f"{new}/path", f"{old}2"],
            "priority": 1,
            "note": f"formerly {old}",
        }
    ]
