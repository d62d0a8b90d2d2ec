"""`skillmark keys`: make the key an issuer signs with, and show its public half."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from skillmark.cli import keyfile
from skillmark.cli.keyfile import IssuingKey, PassphraseError
from skillmark.cli.screen import (
    Exit,
    FileExistsAlreadyError,
    out,
    plain_errors,
    read_file,
    write_file,
)
from skillmark.core import did, jsonio
from skillmark.core.crypto import Algorithm, PrivateKey

MIN_PASSPHRASE = 12  # bytes

app = typer.Typer(
    name="keys", help="Make and show the keys an issuer signs with.", no_args_is_help=True
)

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="File whose first line seals or opens the key; - reads standard input.",
    ),
]


def passphrase_of(path: Path | None) -> keyfile.Passphrase | None:
    """Return what reads the passphrase when it is needed, or None without a file."""
    return None if path is None else lambda: _read_passphrase(path)


def _read_passphrase(path: Path) -> bytes:
    return read_file(path).partition(b"\n")[0].rstrip(b"\r")


@app.command()
def new(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the key.")],
    issuer_did: Annotated[
        str | None,
        typer.Option(
            "--did",
            metavar="DID",
            help="The did:web the key signs for; without it the key is its own did:key.",
        ),
    ] = None,
    did_document: Annotated[
        Path | None,
        typer.Option(
            "--did-document",
            metavar="FILE",
            help="Write the DID document to publish for a did:web here.",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Make an Ed25519 key and write it to FILE, readable by you only.

    Prints the DID. An existing file is never overwritten. Without a passphrase the secret
    stands in the file as it is.
    """
    with plain_errors(Exit.WRONG):
        if did_document is not None and did_document.exists():
            raise FileExistsAlreadyError(
                f"{did_document} exists already.", path=str(did_document)
            )
        private = PrivateKey.generate(Algorithm.ED25519, secrets.token_bytes(32))
        key = _named(private, issuer_did)
        passphrase = None
        if passphrase_file is not None:
            passphrase = _read_passphrase(passphrase_file)
            if len(passphrase) < MIN_PASSPHRASE:
                raise PassphraseError(f"A passphrase has {MIN_PASSPHRASE} letters or more.")
        keyfile.write(path, key, passphrase)
        if did_document is not None:
            write_file(did_document, _did_document(key))
        out().print(key.did)


@app.command()
def show(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A key file.")],
    as_did_document: Annotated[
        bool, typer.Option("--did-document", help="Print the DID document to publish.")
    ] = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Print the public half of a key; its secret is never shown."""
    with plain_errors(Exit.WRONG):
        key = keyfile.read(path, passphrase_of(passphrase_file))
        if as_did_document:
            write_file(Path("-"), _did_document(key))
        else:
            write_file(Path("-"), jsonio.dumps(keyfile.public_json(key)) + b"\n")


def _named(private: PrivateKey, issuer_did: str | None) -> IssuingKey:
    """Return the key under its own did:key or under a did:web.

    Raises:
        DidError: not a did:web we would accept ourselves.
    """
    if issuer_did is None:
        own = did.key.did_of(private.public)
        return IssuingKey(private, own, did.key.verification_method(own))
    did.web.url_of(issuer_did)
    return IssuingKey(private, issuer_did, did.method_id(issuer_did, private.public))


def _did_document(key: IssuingKey) -> bytes:
    """Return the DID document with this key, as it is published."""
    method = did.VerificationMethod(key.verification_method, key.did, key.private.public)
    return jsonio.dumps(did.build(key.did, [method])) + b"\n"
