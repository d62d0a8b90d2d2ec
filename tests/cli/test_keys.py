"""`skillmark keys`: a key is made once, sealed well, and never shown."""

import json
import stat
from pathlib import Path

import pytest
from command_line import skillmark

from skillmark.cli import keyfile
from skillmark.cli.keyfile import KeyFileError, PassphraseError
from skillmark.core import did
from skillmark.core.jsonio import load_object

PASSPHRASE = b"correct horse battery staple"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    (tmp_path / "words").write_bytes(PASSPHRASE + b"\r\nsecond line\n")
    result = skillmark(
        "keys", "new", tmp_path / "sealed.json", "--passphrase-file", tmp_path / "words"
    )
    assert result.exit_code == 0
    return tmp_path / "sealed.json"


def test_a_new_key_is_its_own_did_and_private(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    result = skillmark("keys", "new", path)
    assert result.exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key = keyfile.read(path)
    assert result.stdout.strip() == key.did == did.key.did_of(key.private.public)
    assert key.verification_method == did.key.verification_method(key.did)
    assert key.private.to_multikey() not in result.output
    assert key.private.to_multikey() not in repr(key)


def test_two_new_keys_differ(tmp_path: Path) -> None:
    for name in ("a", "b"):
        skillmark("keys", "new", tmp_path / name)
    assert keyfile.read(tmp_path / "a").did != keyfile.read(tmp_path / "b").did


def test_a_key_of_a_did_web_comes_with_its_document(tmp_path: Path) -> None:
    result = skillmark(
        "keys",
        "new",
        tmp_path / "key.json",
        "--did",
        "did:web:harbour.example",
        "--did-document",
        tmp_path / "did.json",
    )
    assert (result.exit_code, result.stdout.strip()) == (0, "did:web:harbour.example")
    document = did.parse_document(load_object((tmp_path / "did.json").read_bytes()))
    key = keyfile.read(tmp_path / "key.json")
    assert document.assertion_method == {key.verification_method}
    shown = skillmark("keys", "show", tmp_path / "key.json", "--did-document")
    assert shown.stdout_bytes == (tmp_path / "did.json").read_bytes()


def test_a_did_that_we_would_refuse_makes_no_key(tmp_path: Path) -> None:
    result = skillmark("keys", "new", tmp_path / "key.json", "--did", "did:web:localhost")
    assert result.exit_code == 1
    assert "(did.web_refused)" in result.stderr
    assert not (tmp_path / "key.json").exists()


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    skillmark("keys", "new", tmp_path / "key.json")
    before = (tmp_path / "key.json").read_bytes()
    result = skillmark("keys", "new", tmp_path / "key.json")
    assert result.exit_code == 1
    assert "(cli.file_exists)" in result.stderr
    assert (tmp_path / "key.json").read_bytes() == before


def test_a_did_document_is_never_overwritten_and_then_there_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "did.json").write_text("{}")
    words = ["keys", "new", tmp_path / "key.json", "--did-document", tmp_path / "did.json"]
    result = skillmark(*words)
    assert (result.exit_code, "(cli.file_exists)" in result.stderr) == (1, True)
    assert not (tmp_path / "key.json").exists()


def test_a_key_cannot_be_written_where_there_is_no_folder(tmp_path: Path) -> None:
    result = skillmark("keys", "new", tmp_path / "nowhere" / "key.json")
    assert result.exit_code == 1
    assert "(cli.file_unwritable)" in result.stderr


def test_the_public_half_is_shown_without_the_secret(tmp_path: Path) -> None:
    skillmark("keys", "new", tmp_path / "key.json")
    result = skillmark("keys", "show", tmp_path / "key.json")
    shown = json.loads(result.stdout)
    assert set(shown) == {"@context", "id", "type", "controller", "publicKeyMultibase"}


def test_a_sealed_key_opens_with_its_passphrase_only(sealed: Path, tmp_path: Path) -> None:
    assert b"secretKeyMultibase" not in sealed.read_bytes()
    key = keyfile.read(sealed, lambda: PASSPHRASE)
    assert key.private.to_multikey().encode() not in sealed.read_bytes()
    with pytest.raises(PassphraseError):
        keyfile.read(sealed)
    with pytest.raises(PassphraseError):
        keyfile.read(sealed, lambda: PASSPHRASE + b"!")
    opened = skillmark("keys", "show", sealed, "--passphrase-file", "-", stdin=PASSPHRASE)
    assert opened.exit_code == 0
    refused = skillmark("keys", "show", sealed)
    assert (refused.exit_code, "(cli.passphrase)" in refused.stderr) == (1, True)


def test_a_short_passphrase_makes_no_key(tmp_path: Path) -> None:
    result = skillmark(
        "keys", "new", tmp_path / "key.json", "--passphrase-file", "-", stdin=b"short\n"
    )
    assert (result.exit_code, "(cli.passphrase)" in result.stderr) == (1, True)
    assert not (tmp_path / "key.json").exists()


def test_a_sealed_secret_cannot_be_moved_under_another_name(sealed: Path) -> None:
    document = json.loads(sealed.read_bytes())
    for name in ("id", "controller", "publicKeyMultibase"):
        sealed.write_text(json.dumps(document | {name: "did:key:zOther"}))
        with pytest.raises(PassphraseError):
            keyfile.read(sealed, lambda: PASSPHRASE)


@pytest.mark.parametrize(
    "changes",
    [
        {"sealedSecretKey": "open"},
        {"sealedSecretKey": {}},
        {"kdf": "md5"},
        {"n": 2},
        {"cipher": "none"},
        {"salt": "AAAA"},
        {"nonce": "AAAA"},
        {"salt": "?"},
        {"ciphertext": 1},
    ],
)
def test_a_sealed_key_of_another_form_is_refused(
    sealed: Path, changes: dict[str, object]
) -> None:
    document = json.loads(sealed.read_bytes())
    if "sealedSecretKey" in changes:
        document |= changes
    else:
        document["sealedSecretKey"] |= changes
    sealed.write_text(json.dumps(document))
    with pytest.raises(KeyFileError):
        keyfile.read(sealed, lambda: PASSPHRASE)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"secretKeyMultibase": "z1"}', "\x00"])
def test_another_file_is_no_key_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "key.json").write_text(text)
    result = skillmark("keys", "show", tmp_path / "key.json")
    assert (result.exit_code, "(cli.key_file_invalid)" in result.stderr) == (1, True)


@pytest.mark.parametrize("name", ["controller", "id", "publicKeyMultibase"])
def test_a_key_file_lacks_nothing(tmp_path: Path, name: str) -> None:
    skillmark("keys", "new", tmp_path / "key.json")
    document = json.loads((tmp_path / "key.json").read_bytes())
    del document[name]
    (tmp_path / "key.json").write_text(json.dumps(document))
    with pytest.raises(KeyFileError):
        keyfile.read(tmp_path / "key.json")


def test_the_two_halves_belong_together(tmp_path: Path) -> None:
    for name in ("a", "b"):
        skillmark("keys", "new", tmp_path / name)
    a, b = (json.loads((tmp_path / name).read_bytes()) for name in ("a", "b"))
    a["publicKeyMultibase"] = b["publicKeyMultibase"]
    (tmp_path / "a").write_text(json.dumps(a))
    with pytest.raises(KeyFileError, match="belong together"):
        keyfile.read(tmp_path / "a")


def test_a_link_is_not_followed_when_a_key_is_written(tmp_path: Path) -> None:
    (tmp_path / "key.json").symlink_to(tmp_path / "elsewhere")
    assert skillmark("keys", "new", tmp_path / "key.json").exit_code == 1
    assert not (tmp_path / "elsewhere").exists()
