"""Notes, checkpoints and cosignatures: the examples of the specifications, and one spelling each."""

import aics_tlog
import pytest
from aics_tlog import cosign as aics_cosign
from aics_tlog import note as aics_note
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from log_samples import LOG, LOG_KEY, ORIGIN, START, WITNESSES, cosigned, head_of, key, sign

from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.log import (
    Checkpoint,
    LogError,
    Note,
    NoteKey,
    Use,
    check_cosigned,
    cosign,
    open_checkpoint,
)
from skillmark.core.log import note as notes
from skillmark.core.log.merkle import EMPTY_ROOT
from skillmark.core.log.spelling import to_base64

# From the text of C2SP signed-note.
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n"
    "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYj"
    "OBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
HEAD = Checkpoint(ORIGIN, 7, b"r" * 32)


def refused(data: bytes) -> str:
    with pytest.raises(LogError) as caught:
        Note.parse(data)
    return caught.value.code


def test_the_example_of_the_specification_verifies() -> None:
    vkey = NoteKey.parse(SPEC_KEY)
    note = Note.parse(SPEC_NOTE)
    note.check_signed(vkey)
    assert str(vkey) == SPEC_KEY
    assert note.to_bytes() == SPEC_NOTE
    assert note.text == "This is an example message.\n"


def test_a_foreign_implementation_reads_ours_and_we_read_its() -> None:
    note = cosigned(sign(HEAD), 1)
    foreign = aics_note.parse_note(note.to_bytes())
    log_key = aics_note.parse_vkey(str(LOG_KEY))
    witness = aics_note.parse_vkey(str(WITNESSES["w1"]))
    found = aics_tlog.verify_checkpoint(foreign, log_key, [witness], 1)
    assert found.error in {None, ""}
    assert found.log_ok

    secret = Ed25519PrivateKey.from_private_bytes(LOG.to_bytes())
    line = aics_note.sign_note(HEAD.text, secret, ORIGIN)
    blob, _line = aics_cosign.sign_cosignature(
        Ed25519PrivateKey.from_private_bytes(key("witness 2").to_bytes()),
        "witness2.example/w",
        START,
        *(HEAD.origin, HEAD.size, HEAD.root),
    )
    second = notes.NoteSignature("witness2.example/w", WITNESSES["w2"].id, blob)
    theirs = Note(HEAD.text, (notes.NoteSignature(ORIGIN, line.key_id, line.signature), second))
    assert open_checkpoint(theirs.to_bytes(), LOG_KEY)[0] == HEAD
    found_two = check_cosigned(theirs, WITNESSES["w2"])
    assert found_two is not None
    assert found_two.time == START
    assert cosigned(sign(HEAD), 2).signatures == theirs.signatures


GOOD = sign(HEAD).to_bytes()
LINE = GOOD.rpartition(b"\n\n")[2]
MALFORMED = {
    "empty": b"",
    "no signature": HEAD.text.encode() + b"\n",
    "no blank line": HEAD.text.encode() + LINE,
    "no newline at the end": GOOD[:-1],
    "two newlines at the end": GOOD + b"\n",
    "carriage return": GOOD.replace(b"\n", b"\r\n"),
    "tab": GOOD.replace(b"\n7\n", b"\n7\t\n"),
    "NUL": GOOD.replace(b"\n7\n", b"\n7\x00\n"),
    "no UTF-8": GOOD.replace(b"\n7\n", b"\n\xff\n"),
    "hyphen for the dash": GOOD.replace("\u2014".encode(), b"-"),
    "name with a plus": GOOD.replace(b"\xe2\x80\x94 log", b"\xe2\x80\x94 lo+g"),
    "name with a no-break space": GOOD.replace(
        b"\xe2\x80\x94 log", b"\xe2\x80\x94 lo\xc2\xa0g"
    ),
    "two blanks": GOOD.replace(b"/2026 ", b"/2026  "),
    "no name": "text\n\n\u2014  AAAAAAAA\n".encode(),
    "four bytes": "text\n\n\u2014 name AAAAAA==\n".encode(),
    "base64 with stray bits": "text\n\n\u2014 name AAAAAAB=\n".encode(),
    "base64 without padding": "text\n\n\u2014 name AAAAAAA\n".encode(),
    "base64 of addresses": "text\n\n\u2014 name AAAA_A__\n".encode(),
    "too many lines": HEAD.text.encode() + b"\n" + LINE * 65,
    "too long": b"x" * 262_144 + GOOD,
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_note_is_refused(data: bytes) -> None:
    assert refused(data) == "log.note_malformed"


def test_a_text_may_have_empty_lines() -> None:
    note = Note("a\n\n\nb\n\n", sign(HEAD).signatures)
    assert Note.parse(note.to_bytes()) == note


@given(st.binary(max_size=200))
def test_any_bytes_are_a_note_or_refused_and_a_note_has_one_spelling(data: bytes) -> None:
    for said in (data, b"text\n\n\xe2\x80\x94 name " + data + b"\n", GOOD[:-20] + data):
        try:
            note = Note.parse(said)
        except LogError:
            continue
        assert note.to_bytes() == said


BAD_KEYS = {
    "no parts": "name",
    "other id": str(LOG_KEY).replace(LOG_KEY.id.hex(), "00000000"),
    "upper case": SPEC_KEY.replace("530d903a", "530D903A"),
    "short key": f"name+00000000+{to_base64(bytes(20))}",
    "no key": "name+00000000+",
    "ECDSA": f"name+00000000+{to_base64(bytes([2]) + bytes(32))}",
    "ML-DSA": f"name+00000000+{to_base64(bytes([6]) + bytes(1312))}",
    "small order": f"name+00000000+{to_base64(bytes([1]) + bytes(32))}",
    "blank in the name": "na me" + SPEC_KEY.removeprefix("example.com/foo"),
    "no name": SPEC_KEY.removeprefix("example.com/foo"),
}


@pytest.mark.parametrize("text", BAD_KEYS.values(), ids=BAD_KEYS.keys())
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(LogError) as caught:
        NoteKey.parse(text)
    assert caught.value.code == "log.key_malformed"


def test_a_key_that_is_not_ed25519_signs_no_note() -> None:
    other = PrivateKey.generate(Algorithm.P256, bytes(range(40)))
    with pytest.raises(LogError, match="Ed25519"):
        notes.sign("text\n", "name", other, other.public)


def test_unknown_signatures_are_ignored_and_forged_ones_are_not() -> None:
    thief = key("thief")
    unknown = notes.sign(HEAD.text, ORIGIN, thief, thief.public)  # same name, other id
    note = sign(HEAD).with_signatures(unknown)
    assert open_checkpoint(note.to_bytes(), LOG_KEY)[0] == HEAD
    with pytest.raises(LogError) as caught:
        open_checkpoint(Note(HEAD.text, (unknown,)).to_bytes(), LOG_KEY)
    assert caught.value.code == "log.note_unsigned"
    forged = notes.NoteSignature(ORIGIN, LOG_KEY.id, unknown.data)
    for lines in ((forged,), (*sign(HEAD).signatures, forged)):
        with pytest.raises(LogError) as caught:
            open_checkpoint(Note(HEAD.text, lines).to_bytes(), LOG_KEY)
        assert caught.value.code == "log.note_signature"


def test_a_signer_that_lies_signs_nothing() -> None:
    class Liar:
        algorithm = Algorithm.ED25519

        def sign(self, data: bytes) -> bytes:
            return LOG.sign(data + b"!")

    with pytest.raises(LogError) as caught:
        notes.sign(HEAD.text, ORIGIN, Liar(), LOG.public)
    assert caught.value.code == "log.note_signature"
    for text in ("no newline", "tab\t\n"):
        with pytest.raises(LogError):
            notes.sign(text, ORIGIN, LOG, LOG.public)


ROOT = to_base64(b"r" * 32)
BAD_TEXTS = {
    "two lines": "o\n7\n",
    "leading zero": f"o\n07\n{ROOT}\n",
    "plus": f"o\n+7\n{ROOT}\n",
    "Arabic digit": f"o\n\u0667\n{ROOT}\n",
    "too large": f"o\n{2**63}\n{ROOT}\n",
    "negative": f"o\n-1\n{ROOT}\n",
    "short root": f"o\n7\n{to_base64(b'r' * 31)}\n",
    "no origin": f"\n7\n{ROOT}\n",
    "empty extension": f"o\n7\n{ROOT}\n\nmore\n",
    "no newline": f"o\n7\n{ROOT}",
}


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS.keys())
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(LogError) as caught:
        Checkpoint.parse(text)
    assert caught.value.code == "log.checkpoint_malformed"


def test_a_checkpoint_reads_back_with_its_extensions() -> None:
    for head in (
        HEAD,
        Checkpoint("o x", 0, EMPTY_ROOT),
        Checkpoint("o", 9, b"x" * 32, ("a", "b")),
    ):
        assert Checkpoint.parse(head.text) == head
    with pytest.raises(LogError) as caught:
        Checkpoint("o", 0, b"r" * 32)
    assert caught.value.code == "log.checkpoint_empty_root"
    for size, root in ((-1, b"r" * 32), (2**63, b"r" * 32), (7, b"r")):
        with pytest.raises(LogError) as caught:
            Checkpoint("o", size, root)
        assert caught.value.code == "log.checkpoint_malformed"


def test_a_checkpoint_of_another_log_is_refused() -> None:
    """V-C 101."""
    other = Checkpoint("other.example/log", 7, b"r" * 32)
    line = notes.sign(other.text, ORIGIN, LOG, LOG.public)
    with pytest.raises(LogError) as caught:
        open_checkpoint(Note(other.text, (line,)).to_bytes(), LOG_KEY)
    assert caught.value.code == "log.checkpoint_malformed"


def test_a_cosignature_counts_once_and_from_the_first_time() -> None:
    note = cosigned(cosigned(sign(HEAD), 1, at=START + 9), 1, at=START + 4)
    found = check_cosigned(note, WITNESSES["w1"])
    assert found is not None
    assert found.time == START + 4
    assert check_cosigned(note, WITNESSES["w2"]) is None


def test_a_cosignature_is_bound_to_checkpoint_and_time() -> None:
    line = cosigned(sign(HEAD), 1).signatures[1]
    later = notes.NoteSignature(line.name, line.key_id, (START + 1).to_bytes(8) + line.data[8:])
    for text, changed in ((head_of([b"x"]).text, line), (HEAD.text, later)):
        with pytest.raises(LogError) as caught:
            check_cosigned(Note(text, (changed,)), WITNESSES["w1"])
        assert caught.value.code == "log.note_signature"


@pytest.mark.parametrize("time", [0, 2**63, -1])
def test_a_cosignature_has_a_time_that_can_be(time: int) -> None:
    witness = key("witness 1")
    with pytest.raises(LogError) as caught:
        cosign(HEAD.text, time, "witness1.example/w", witness, witness.public)
    assert caught.value.code == "log.note_malformed"
    data = (time % 2**64).to_bytes(8) + bytes(64)
    line = notes.NoteSignature("witness1.example/w", WITNESSES["w1"].id, data)
    with pytest.raises(LogError):
        check_cosigned(Note(HEAD.text, (line,)), WITNESSES["w1"])


def test_a_key_has_one_use() -> None:
    same = NoteKey("witness1.example/w", WITNESSES["w1"].public, Use.NOTE)
    assert same.id != WITNESSES["w1"].id
    with pytest.raises(LogError):
        check_cosigned(cosigned(sign(HEAD), 1), same)
    with pytest.raises(LogError):
        sign(HEAD).check_signed(WITNESSES["w1"])
