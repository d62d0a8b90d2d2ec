"""Takes credentials out of pictures and verifies them with `openbadgeslib`, offline.

Runs in that library's own environment. Input: a list of {picture: base64, documents: {url:
text}}; output: a list of {document: text, error: text or null, with_proven_lists: the same}.
"""

import base64
import json
import socket
import sys
from typing import Any, NoReturn

from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3Verifier


def closed(*_args: object, **_named: object) -> NoReturn:
    raise OSError("the network is closed")


def extract(picture: bytes) -> str:
    if picture.startswith(b"\x89PNG"):
        return OB3Verifier.extract_token_from_png(picture)
    return OB3Verifier.extract_token_from_svg(picture)


def error_of(document: str, documents: dict[str, str], *, prove_lists: bool) -> str | None:
    try:
        OB3LdpVerifier().verify(
            document,
            check_status=True,
            download=lambda url, **_more: documents[url].encode(),
            verify_status_list=prove_lists,
        )
    except Exception as error:  # noqa: BLE001 (whatever it says is its answer)
        return f"{type(error).__name__}: {error}"
    return None


def read(picture: bytes, documents: dict[str, str]) -> dict[str, Any]:
    document = extract(picture)
    return {
        "document": document,
        "error": error_of(document, documents, prove_lists=False),
        "with_proven_lists": error_of(document, documents, prove_lists=True),
    }


socket.socket.connect = closed  # type: ignore[method-assign]
cases = json.load(sys.stdin)
answers = [read(base64.b64decode(one["picture"]), one["documents"]) for one in cases]
json.dump(answers, sys.stdout)
