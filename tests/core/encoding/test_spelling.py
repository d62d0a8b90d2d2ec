"""The law of one spelling, for each encoding, and a table of named defects."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.encoding import EncodingError, base58, base64url, multibase, multicodec
from skillmark.core.encoding.multibase import Base
from skillmark.core.encoding.multicodec import Codec


@given(st.binary(max_size=200))
def test_bytes_come_back(data: bytes) -> None:
    assert base64url.decode(base64url.encode(data)) == data
    assert base58.decode(base58.encode(data)) == data
    for base in Base:
        assert multibase.decode(multibase.encode(data, base=base), base=base) == data
    for codec in Codec:
        assert multicodec.decode(multicodec.encode(codec, data)) == (codec, data)


@given(st.text(alphabet="AZaz09-_+/=\n !é"))
def test_accepted_base64url_is_the_only_spelling(text: str) -> None:
    with suppress(EncodingError):
        assert base64url.encode(base64url.decode(text)) == text


@given(st.text(alphabet="1234AZaz0OIl+ \né"))
def test_accepted_base58_is_the_only_spelling(text: str) -> None:
    with suppress(EncodingError):
        assert base58.encode(base58.decode(text)) == text


@given(st.text(alphabet="uzZUm1Ab-_0=", max_size=12), st.sampled_from(Base))
def test_accepted_multibase_is_the_only_spelling(text: str, base: Base) -> None:
    with suppress(EncodingError):
        assert multibase.encode(multibase.decode(text, base=base), base=base) == text


DEFECTS: dict[str, tuple[Callable[[str], bytes], str, str]] = {
    "padding": (base64url.decode, "AA==", "encoding.base64url"),
    "the plain alphabet": (base64url.decode, "+/+/", "encoding.base64url"),
    "white space": (base64url.decode, "AA AA", "encoding.base64url"),
    "a line end": (base64url.decode, "AAAA\n", "encoding.base64url"),
    "tail bits": (base64url.decode, "AB", "encoding.base64url"),
    "tail bits of two bytes": (base64url.decode, "AAB", "encoding.base64url"),
    "an impossible length": (base64url.decode, "AAAAA", "encoding.base64url"),
    "letters beyond ASCII": (base64url.decode, "ÄÄÄÄ", "encoding.base64url"),
    "a lone surrogate": (base64url.decode, "\ud800", "encoding.base64url"),
    "base58 with a zero": (base58.decode, "10", "encoding.base58"),
    "base58 with a capital O": (base58.decode, "O", "encoding.base58"),
    "base58 with a small l": (base58.decode, "l", "encoding.base58"),
    "base58 with white space": (base58.decode, " 2", "encoding.base58"),
    "base58 without end": (base58.decode, "2" * 5_595, "encoding.base58"),
    "base58 of too many bytes": (base58.decode, "1" * 4_097, "encoding.base58"),
    "no multibase letter": (multibase.decode, "", "encoding.multibase"),
    "another multibase": (multibase.decode, "uAAAA", "encoding.multibase"),
    "multibase with padding": (
        lambda text: multibase.decode(text, base=Base.BASE64URL),
        "uAA==",
        "encoding.base64url",
    ),
    "base64 with padding": (
        lambda text: multibase.decode(text, base=Base.BASE64URL),
        "MAA==",
        "encoding.multibase",
    ),
}


@pytest.mark.parametrize(("decode", "text", "code"), DEFECTS.values(), ids=DEFECTS.keys())
def test_each_defect_has_its_code(decode: Callable[[str], bytes], text: str, code: str) -> None:
    with pytest.raises(EncodingError) as refused:
        decode(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "data",
    [b"", b"\xed", b"\x12\x00" + bytes(32), b"\xed\x81\x00" + bytes(32), b"\x01\xed"],
    ids=["nothing", "half a varint", "another codec", "a long varint", "the wrong order"],
)
def test_an_unknown_codec_is_refused(data: bytes) -> None:
    with pytest.raises(EncodingError) as refused:
        multicodec.decode(data)
    assert refused.value.code == "encoding.multicodec"


def test_base58_has_a_limit() -> None:
    most = b"\xff" * base58.MAX_BYTES
    assert len(base58.encode(most)) == base58.MAX_CHARACTERS
    assert base58.decode(base58.encode(most)) == most
    with pytest.raises(EncodingError):
        base58.encode(most + b"\0")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\0", "1"),
        (b"\0\0\1", "112"),
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    ],
)
def test_the_examples_of_the_base58_draft(data: bytes, text: str) -> None:
    assert base58.encode(data) == text
    assert base58.decode(text) == data
