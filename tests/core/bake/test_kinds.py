"""Any file a person may hold is recognised, and gives up its credential."""

from pathlib import Path

import pytest

from pictures import SIMPLE_PNG, SIMPLE_SVG
from skillmark.core.bake import BakeError, Kind, bake, extract, sniff

VECTORS = Path(__file__).parents[2] / "vectors" / "bake"
CREDENTIAL = b'{"id":"https://e.org/1"}'
TOKEN = b"eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (CREDENTIAL, Kind.JSON),
        (b" \r\n{", Kind.JSON),
        (b"\xef\xbb\xbf{}", Kind.JSON),
        (TOKEN + b"\n", Kind.JWT),
        (b"a..b", Kind.JWT),
        (SIMPLE_PNG, Kind.PNG),
        (SIMPLE_SVG, Kind.SVG),
        (b"<?xml version='1.0'?><!-- x --><svg>", Kind.SVG),
        (b"<s:svg/>", Kind.SVG),
        (SIMPLE_SVG.decode().encode("utf-16"), Kind.SVG),
        (b"\xfe\xff" + SIMPLE_SVG.decode().encode("utf-16-be"), Kind.SVG),
        (b"", Kind.UNKNOWN),
        (b"[]", Kind.UNKNOWN),
        (b"<html>", Kind.UNKNOWN),
        (b"%PDF-1.7", Kind.UNKNOWN),
        (b"hello", Kind.UNKNOWN),
        (b"\xff\xd8\xff", Kind.UNKNOWN),
    ],
)
def test_a_file_is_recognised(data: bytes, kind: Kind) -> None:
    assert sniff(data) is kind


def test_a_credential_comes_out_of_any_file() -> None:
    assert extract(CREDENTIAL + b"\n") == CREDENTIAL + b"\n"
    assert extract(TOKEN + b"\n") == TOKEN
    assert extract(bake(SIMPLE_PNG, CREDENTIAL)) == CREDENTIAL
    assert extract(bake(SIMPLE_SVG, TOKEN)) == TOKEN
    assert extract((VECTORS / "simple-json.png").read_bytes()).startswith(b"{")


def test_other_files_are_refused() -> None:
    with pytest.raises(BakeError) as reading:
        extract(b"hello")
    with pytest.raises(BakeError) as baking:
        bake(CREDENTIAL, CREDENTIAL)
    assert reading.value.code == baking.value.code == "bake.unknown_kind"
