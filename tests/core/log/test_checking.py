"""Judging a proof of logging offline: what holds, and a code for every way it does not."""

import os
from dataclasses import replace

import pytest
from log_samples import (
    DID,
    ISSUER,
    LOG,
    ORIGIN,
    START,
    WITNESSES,
    cosigned,
    entry,
    key,
    logged,
    policy,
    reader_of,
    sign,
)

from skillmark.core.log import (
    Kind,
    LogError,
    LogOutcome,
    LogPolicy,
    LogProof,
    LogReport,
    Membership,
    Note,
    check_logged,
)
from skillmark.core.log import note as notes
from skillmark.core.log.report import STEPS

EXHAUSTIVE = bool(os.environ.get("SKILLMARK_TEST_EXHAUSTIVE"))
LOGGED = logged()
AT = START + 3_600
PROOF = LogProof.parse(LOGGED.proofs[0])
MEMBER = Membership.parse(PROOF.extra)
KEYS = {ISSUER.public}


def judge(proof: bytes | LogProof, **other: object) -> LogReport:
    data = proof if isinstance(proof, bytes) else proof.to_bytes()
    asked = {"credential": LOGGED.digests[0], "did": DID, "keys": KEYS, "at": AT}
    return check_logged(data, **({"policy": policy()} | asked | other))  # type: ignore[arg-type]


def fails(report: LogReport, step: str, code: str) -> None:
    """Expect that one step fails and nothing after it counts."""
    assert not report.holds
    assert report.reason is not None
    assert (report.reason.name, report.reason.code) == (step, code)
    assert report.reason.outcome is LogOutcome.FAILED
    place = STEPS.index(step)
    assert all(check.outcome is LogOutcome.PASSED for check in report.checks[:place])
    assert all(check.outcome is LogOutcome.NOT_RUN for check in report.checks[place + 1 :])


def test_every_credential_of_a_batch_is_in_the_log() -> None:
    for proof, digest in zip(LOGGED.proofs, LOGGED.digests, strict=True):
        report = judge(proof, credential=digest)
        assert report.holds
        assert report.reason is None
        assert (report.origin, report.index, report.size) == (ORIGIN, 300, 302)
        assert report.witnesses == ("w1", "w2")
        assert report.time == START + 1  # the second of two, a second later
        assert report.logged_at == START + 1
        assert report.to_json()["holds"] is True
        assert len(proof) < 4_000


def test_a_proof_reads_back() -> None:
    for data in LOGGED.proofs:
        proof = LogProof.parse(data)
        assert proof.to_bytes() == data
        assert Membership.parse(proof.extra).to_bytes() == proof.extra
        assert replace(proof, extra=b"").to_bytes().count(b"extra") == 0


def test_the_proof_of_another_credential_is_none_of_this_one() -> None:
    """V-C 96, and the three bugs of cosign: the entry is bound to what is verified."""
    fails(judge(LOGGED.proofs[1]), "batch", "log.batch")
    other = replace(PROOF, extra=replace(MEMBER, entry=entry(2)).to_bytes())
    fails(judge(other), "inclusion", "log.inclusion")


def test_another_place_in_the_log_is_refused() -> None:
    fails(judge(replace(PROOF, index=299)), "inclusion", "log.inclusion")
    fails(judge(replace(PROOF, path=PROOF.path[:-1])), "inclusion", "log.inclusion")
    fails(judge(replace(PROOF, path=(*PROOF.path, bytes(32)))), "inclusion", "log.inclusion")


def test_a_newer_checkpoint_does_not_go_with_an_older_path() -> None:
    """V-C 97."""
    newer = reader_of([*LOGGED.entries, *(b"more %d" % n for n in range(300))])
    note = cosigned(sign(newer.checkpoint), 1, 2)
    fails(judge(replace(PROOF, note=note)), "inclusion", "log.inclusion")
    assert judge(replace(PROOF, note=note, path=newer.inclusion(300))).holds


def test_too_few_witnesses_and_the_same_one_twice_are_refused() -> None:
    """V-C 99 and 100."""
    head = sign(PROOF.checkpoint)
    for note in (head, cosigned(head, 1), cosigned(cosigned(head, 1), 1, at=START + 9)):
        fails(judge(replace(PROOF, note=note)), "witnesses", "log.quorum")
    assert judge(replace(PROOF, note=cosigned(head, 3, 1))).holds
    assert judge(replace(PROOF, note=head), policy=policy("quorum none")).time is None


def test_one_forged_cosignature_refuses_the_whole() -> None:
    line = cosigned(sign(PROOF.checkpoint), 3).signatures[1]
    forged = notes.NoteSignature(line.name, line.key_id, line.data[:-1] + b"!")
    note = PROOF.note.with_signatures(forged)
    fails(judge(replace(PROOF, note=note)), "witnesses", "log.note_signature")


def test_a_cosignature_of_the_future_does_not_count() -> None:
    """V-C 102; a minute is forgiven."""
    late = cosigned(sign(PROOF.checkpoint), 1, 2, at=AT + 60)
    fails(judge(replace(PROOF, note=late)), "witnesses", "log.cosignature_future")
    assert judge(replace(PROOF, note=late), at=AT + 1).holds
    third = cosigned(late, 3, at=START)
    assert judge(replace(PROOF, note=third)).time == AT + 60


def test_the_checkpoint_of_another_log_is_refused() -> None:
    """V-C 101."""
    other = replace(PROOF.checkpoint, origin="other.example/log")
    line = notes.sign(other.text, other.origin, LOG, LOG.public)
    note = Note(other.text, (line,))
    fails(judge(replace(PROOF, note=note)), "checkpoint", "log.origin_unknown")
    thief = notes.sign(PROOF.note.text, ORIGIN, key("thief"), key("thief").public)
    stolen = Note(PROOF.note.text, (thief, *PROOF.note.signatures[1:]))
    fails(judge(replace(PROOF, note=stolen)), "checkpoint", "log.note_unsigned")
    forged = notes.NoteSignature(ORIGIN, PROOF.note.signatures[0].key_id, thief.data)
    both = Note(PROOF.note.text, (*PROOF.note.signatures, forged))
    fails(judge(replace(PROOF, note=both)), "checkpoint", "log.note_signature")


def alone(leaf: object) -> LogProof:
    """Return a proof with another entry in the same place of a log of its own."""
    member = replace(MEMBER, entry=leaf)  # type: ignore[arg-type]
    entries = list(LOGGED.entries)
    entries[300] = member.entry.to_bytes()
    reader = reader_of(entries)
    note = cosigned(sign(reader.checkpoint), 1, 2)
    return LogProof(300, reader.inclusion(300), note, member.to_bytes())


def test_the_entry_is_a_batch_of_this_issuer_with_its_key() -> None:
    root = MEMBER.entry.body
    assert judge(alone(entry(1, root))).holds
    fails(judge(alone(entry(1, root, kind=Kind.DEFINITION))), "entry", "log.entry_kind")
    fails(judge(alone(entry(1, root, did="did:web:x.example"))), "entry", "log.entry_issuer")
    unsigned = replace(entry(1, root), sequence=2)
    fails(judge(alone(unsigned)), "entry", "log.entry_signature")
    by_thief = entry(1, root, signer=key("thief"))
    fails(judge(alone(by_thief)), "key", "log.entry_key")


def test_unknown_keys_of_the_issuer_are_no_pass() -> None:
    report = judge(PROOF, keys=None)
    assert not report.holds
    assert report.reason is not None
    assert (report.reason.name, report.reason.code) == ("key", "log.keys_unknown")
    assert report.reason.outcome is LogOutcome.NOT_RUN
    assert report.checks[-1].outcome is LogOutcome.PASSED


def test_a_report_without_all_its_checks_does_not_hold() -> None:
    report = judge(PROOF)
    for place in range(len(STEPS)):
        fewer = (*report.checks[:place], *report.checks[place + 1 :])
        assert not replace(report, checks=fewer).holds
        failed = replace(report.checks[place], outcome=LogOutcome.NOT_RUN)
        changed = (*report.checks[:place], failed, *report.checks[place + 1 :])
        assert not replace(report, checks=changed).holds


def test_no_flipped_bit_of_a_proof_file_is_accepted() -> None:
    """One bit of every third byte; every bit under `make crash`."""
    data = LOGGED.proofs[0]
    step = 1 if EXHAUSTIVE else 3
    for place in range(0, len(data), step):
        for bit in range(8) if EXHAUSTIVE else (place // 3 % 7,):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            assert not judge(bytes(changed)).holds, (place, bit)


HEAD, _, NOTE = LOGGED.proofs[0].partition(b"\n\n")
LINES = HEAD.split(b"\n")
MALFORMED = {
    "nothing": b"",
    "other version": LOGGED.proofs[0].replace(b"@v1", b"@v2"),
    "no blank line": HEAD + b"\n" + NOTE,
    "carriage returns": LOGGED.proofs[0].replace(b"\n", b"\r\n"),
    "blank at the end": LOGGED.proofs[0] + b"\n",
    "extra twice": b"\n".join([LINES[0], LINES[1], *LINES[1:]]) + b"\n\n" + NOTE,
    "extra after index": b"\n".join([LINES[0], LINES[2], LINES[1]]) + b"\n\n" + NOTE,
    "empty extra": b"\n".join([LINES[0], b"extra ", *LINES[2:]]) + b"\n\n" + NOTE,
    "no index": b"\n".join([*LINES[:2], *LINES[3:]]) + b"\n\n" + NOTE,
    "index 0300": HEAD.replace(b"index 300", b"index 0300") + b"\n\n" + NOTE,
    "index beyond": HEAD.replace(b"index 300", b"index 302") + b"\n\n" + NOTE,
    "short hash": HEAD[:-4] + b"\n\n" + NOTE,
    "65 hashes": HEAD + b"\n" + b"\n".join([LINES[-1]] * 65) + b"\n\n" + NOTE,
    "no ASCII": HEAD.replace(b"index", b"ind\xffx") + b"\n\n" + NOTE,
    "note that is no checkpoint": HEAD + b"\n\n" + NOTE.replace(b"302", b"0302"),
    "too long": LOGGED.proofs[0] + b"x" * 500_000,
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_proof_is_refused(data: bytes) -> None:
    fails(judge(data), "proof", "log.proof_malformed")


@pytest.mark.parametrize(
    "extra",
    [
        b"",
        b"\x01",
        b"\x02" + PROOF.extra[1:],
        PROOF.extra[:-1],
        PROOF.extra + b"\0",
        PROOF.extra[:1] + b"\xff\xff" + PROOF.extra[3:],
        PROOF.extra.replace(MEMBER.entry.to_bytes()[:3], b"\x09\x09\x09", 1),
    ],
)
def test_extra_data_that_places_nothing_is_refused(extra: bytes) -> None:
    fails(judge(replace(PROOF, extra=extra)), "proof", "log.proof_extra")


V1, V2, V3 = (str(vkey) for vkey in WITNESSES.values())
LOG_LINE = policy().to_bytes().decode().split("\n")[0]
BAD_POLICIES = {
    "no quorum": LOG_LINE + "\n",
    "two quorums": "quorum none\nquorum none\n",
    "quorum not defined": "quorum w1\n",
    "quorum before its witness": f"quorum w1\nwitness w1 {V1}\n",
    "log twice": f"{LOG_LINE}\n{LOG_LINE}\nquorum none\n",
    "witness name twice": f"witness w1 {V1}\nwitness w1 {V2}\nquorum none\n",
    "witness key twice": f"witness w1 {V1}\nwitness w2 {V1}\nquorum none\n",
    "witness called none": f"witness none {V1}\nquorum none\n",
    "log key as witness": LOG_LINE.replace("log ", "witness w ") + "\nquorum none\n",
    "witness key as log": f"log {V1}\nquorum none\n",
    "member not defined": "group g any w1\nquorum g\n",
    "member twice": f"witness w1 {V1}\ngroup g 2 w1 w1\nquorum g\n",
    "member of two groups": f"witness w {V1}\ngroup g any w\ngroup h any w\nquorum h\n",
    "group without members": "group g any\nquorum none\n",
    "more than all": f"witness w {V1}\ngroup g 2 w\nquorum g\n",
    "none needed": f"witness w {V1}\ngroup g 0 w\nquorum g\n",
    "leading zero": f"witness w {V1}\ngroup g 01 w\nquorum g\n",
    "unknown word": "trust everybody\nquorum none\n",
    "no newline": "quorum none",
    "carriage return": "quorum none\r\n",
    "too many words": f"{LOG_LINE} https://a.example b\nquorum none\n",
    "too long": "#" * 70_000 + "\nquorum none\n",
}


@pytest.mark.parametrize("text", BAD_POLICIES.values(), ids=BAD_POLICIES.keys())
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(LogError) as caught:
        LogPolicy.parse(text.encode())
    assert caught.value.code == "log.policy_malformed"


def test_a_policy_reads_back_with_addresses_comments_and_groups_in_groups() -> None:
    text = (
        f"# whom we believe\n\n\t {LOG_LINE} https://log.harbour.example/\n"
        f"witness a {V1}\nwitness  b\t{V2} https://b.example\nwitness c {V3}\n"
        "group two all a b\ngroup either any two c\n quorum either \n"
    )
    found = LogPolicy.parse(text.encode())
    assert LogPolicy.parse(found.to_bytes()) == found
    assert found.logs[0].url == "https://log.harbour.example/"
    assert found.witnesses["b"].url == "https://b.example"
    assert found.met_at({"a": 5, "b": 9}) == 9
    assert found.met_at({"a": 5, "b": 9, "c": 7}) == 7
    assert found.met_at({"a": 5}) is None
    assert found.keys_of("other.example") == ()
    with pytest.raises(LogError):
        LogPolicy.parse(b"\xff\nquorum none\n")


def test_a_log_may_have_changed_its_key() -> None:
    """Two keys of one name: either is enough, and neither may be forged."""
    new = notes.NoteKey(ORIGIN, key("new log").public)
    both = LogPolicy.parse(f"log {new}\n".encode() + policy().to_bytes())
    assert judge(PROOF, policy=both).holds
    lied = notes.NoteSignature(ORIGIN, new.id, bytes(64))
    note = PROOF.note.with_signatures(lied)
    fails(judge(replace(PROOF, note=note), policy=both), "checkpoint", "log.note_signature")
