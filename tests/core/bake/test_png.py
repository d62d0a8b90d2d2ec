"""PNG: what goes in comes out, one credential only, and nothing unsound passes."""

import json
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pictures import END, PIXELS, SIMPLE_PNG, header, png, text_chunk
from skillmark.core.bake import BakeError, Edition
from skillmark.core.bake import png as baker
from skillmark.core.bake.chunks import MAX_CHUNKS, MAX_FILE, SIGNATURE, Chunk, decode, encode
from skillmark.core.bake.payload import MAX_PAYLOAD

VECTORS = Path(__file__).parents[2] / "vectors" / "bake"
CREDENTIAL = b'{"id":"https://e.org/1"}'
KEYS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
DOCUMENTS = st.dictionaries(KEYS, KEYS | st.integers(-9, 9) | st.lists(KEYS, max_size=3))


def damaged() -> bytes:
    data = bytearray(SIMPLE_PNG)
    data[-14] ^= 1
    return bytes(data)


def chunk_at_odds() -> bytes:
    return SIGNATURE + header().encode() + b"\x7f\xff\xff\xffIDAT"


DEFECTS = [
    ("nothing", b"", "bake.png_malformed"),
    ("JPEG", b"\xff\xd8\xff\xe0" + b"\0" * 40, "bake.png_malformed"),
    ("signature only", SIGNATURE, "bake.png_malformed"),
    ("broken off in a chunk", SIMPLE_PNG[:40], "bake.png_malformed"),
    ("broken off before the end", SIMPLE_PNG[:-12], "bake.png_malformed"),
    ("chunk longer than the file", chunk_at_odds(), "bake.png_malformed"),
    ("bad checksum", damaged(), "bake.png_checksum"),
    ("trailing bytes", SIMPLE_PNG + b"\0", "bake.png_malformed"),
    ("pixels first", encode([PIXELS, header(), END]), "bake.png_malformed"),
    ("two headers", encode([header(), header(), PIXELS, END]), "bake.png_malformed"),
    ("no pixels", encode([header(), END]), "bake.png_malformed"),
    ("pixels in two runs", png(PIXELS, Chunk(b"tEXt", b"a\0b")), "bake.png_malformed"),
    (
        "palette behind the pixels",
        encode([header(colour=3), PIXELS, Chunk(b"PLTE", b"\0\0\0"), END]),
        "bake.png_malformed",
    ),
    ("two palettes", png(*[Chunk(b"PLTE", b"\0\0\0")] * 2), "bake.png_malformed"),
    ("unknown critical chunk", png(Chunk(b"EVIL", b"")), "bake.png_malformed"),
    ("reserved letter small", png(Chunk(b"texT", b"")), "bake.png_malformed"),
    ("chunk without a name", png(Chunk(b"t1Xt", b"")), "bake.png_malformed"),
    ("short header", encode([Chunk(b"IHDR", b"\0" * 12), PIXELS, END]), "bake.png_malformed"),
    ("no width", encode([header(0), PIXELS, END]), "bake.png_malformed"),
    ("no height", encode([header(1, 0), PIXELS, END]), "bake.png_malformed"),
    ("depth 3", encode([header(depth=3), PIXELS, END]), "bake.png_malformed"),
    ("colour 5", encode([header(colour=5), PIXELS, END]), "bake.png_malformed"),
    ("interlace 2", encode([header(rest=b"\0\0\2"), PIXELS, END]), "bake.png_malformed"),
    ("compression 1", encode([header(rest=b"\1\0\0"), PIXELS, END]), "bake.png_malformed"),
    ("30,000 pixels square", encode([header(30_000, 30_000), PIXELS, END]), "bake.png_pixels"),
    ("a very long line", encode([header(20_000, 1), PIXELS, END]), "bake.png_pixels"),
    ("9,000 pixels square", encode([header(9_000, 9_000), PIXELS, END]), "bake.png_pixels"),
    ("too many bytes", SIMPLE_PNG + b"\0" * MAX_FILE, "bake.too_large"),
    ("too many chunks", png(*[Chunk(b"tEXt", b"")] * MAX_CHUNKS), "bake.too_large"),
]


@pytest.mark.parametrize(
    ("image", "code"), [row[1:] for row in DEFECTS], ids=[row[0] for row in DEFECTS]
)
def test_an_unsound_picture_is_refused_both_ways(image: bytes, code: str) -> None:
    with pytest.raises(BakeError) as baking:
        baker.bake(image, CREDENTIAL)
    with pytest.raises(BakeError) as reading:
        baker.unbake(image)
    assert baking.value.code == reading.value.code == code


def bomb(size: int) -> bytes:
    return zlib.compress(b"{" + b" " * size + b"}", 9)


TEXTS = [
    ("none", [], "bake.nothing"),
    ("empty", [text_chunk(b"  ")], "bake.nothing"),
    ("another keyword", [text_chunk(CREDENTIAL, b"openbadge")], "bake.nothing"),
    ("capitals", [text_chunk(CREDENTIAL, b"OpenBadgeCredential")], "bake.png_text"),
    ("twice", [text_chunk(CREDENTIAL)] * 2, "bake.duplicate"),
    (
        "twice, once in capitals",
        [text_chunk(CREDENTIAL), text_chunk(CREDENTIAL, b"OPENBADGECREDENTIAL")],
        "bake.duplicate",
    ),
    ("twice of edition 2", [text_chunk(CREDENTIAL, b"openbadges")] * 2, "bake.duplicate"),
    ("as zTXt", [text_chunk(CREDENTIAL, kind=b"zTXt")], "bake.png_text"),
    ("zTXt bomb", [Chunk(b"zTXt", b"openbadgecredential\0\0" + bomb(9**8))], "bake.png_text"),
    ("as tEXt", [text_chunk(CREDENTIAL, kind=b"tEXt")], "bake.png_text"),
    ("zTXt of edition 2", [text_chunk(b"", b"openbadges", kind=b"zTXt")], "bake.png_text"),
    ("cut short", [Chunk(b"iTXt", b"openbadgecredential\0\0")], "bake.png_text"),
    ("no text", [Chunk(b"iTXt", b"openbadgecredential\0\0\0\0")], "bake.png_text"),
    ("keyword alone", [Chunk(b"iTXt", b"openbadgecredential")], "bake.png_text"),
    ("odd flag", [text_chunk(CREDENTIAL, flags=b"\2\0")], "bake.png_text"),
    ("odd method", [text_chunk(CREDENTIAL, flags=b"\1\1")], "bake.png_text"),
    ("no zlib", [text_chunk(CREDENTIAL, flags=b"\1\0")], "bake.png_text"),
    ("zlib broken off", [text_chunk(bomb(50)[:-5], flags=b"\1\0")], "bake.png_text"),
    ("bomb", [text_chunk(bomb(9**8), flags=b"\1\0")], "bake.bomb"),
    ("one byte too many", [text_chunk(bomb(MAX_PAYLOAD - 1), flags=b"\1\0")], "bake.bomb"),
    ("large text", [text_chunk(b" " * (MAX_PAYLOAD + 1))], "bake.too_large"),
    (
        "large text of edition 2",
        [Chunk(b"tEXt", b"openbadges\0" + b" " * (MAX_PAYLOAD + 1))],
        "bake.too_large",
    ),
]


@pytest.mark.parametrize(
    ("chunks", "code"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS]
)
def test_an_unsound_text_is_refused(chunks: list[Chunk], code: str) -> None:
    with pytest.raises(BakeError) as caught:
        baker.unbake(png(*chunks))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("chunk", "edition"),
    [
        (text_chunk(CREDENTIAL), Edition.OPEN_BADGES_3),
        (text_chunk(zlib.compress(CREDENTIAL), flags=b"\1\0"), Edition.OPEN_BADGES_3),
        (text_chunk(CREDENTIAL, b"openbadges"), Edition.OPEN_BADGES_2),
        (Chunk(b"tEXt", b"openbadges\0" + CREDENTIAL), Edition.OPEN_BADGES_2),
    ],
)
def test_what_others_bake_is_read(chunk: Chunk, edition: Edition) -> None:
    found = baker.read(png(chunk))
    assert (found.payload, found.edition) == (CREDENTIAL, edition)


def test_the_largest_compressed_text_is_read() -> None:
    text = b"{" + b"x" * (MAX_PAYLOAD - 2) + b"}"
    assert baker.unbake(png(text_chunk(zlib.compress(text), flags=b"\1\0"))) == text


def test_edition_3_goes_before_2() -> None:
    image = png(text_chunk(b"{}", b"openbadges"), text_chunk(CREDENTIAL))
    assert baker.unbake(image) == CREDENTIAL


@given(DOCUMENTS)
def test_what_is_baked_comes_out(document: dict[str, object]) -> None:
    payload = json.dumps(document, ensure_ascii=False).replace("\0", "").encode()
    baked = baker.bake(SIMPLE_PNG, payload)
    assert baker.unbake(baked) == payload
    assert baker.bake(baked, payload) == baked
    before, after = decode(SIMPLE_PNG), decode(baked)
    assert [chunk for chunk in after if chunk.kind != b"iTXt"] == before


def test_baking_replaces_whatever_was_there() -> None:
    old = png(
        text_chunk(b"{}"),
        text_chunk(b"{}"),
        text_chunk(b"{}", b"openbadges"),
        Chunk(b"tEXt", b"Comment\0kept"),
    )
    kinds = [chunk.kind for chunk in decode(baker.bake(old, b" " + CREDENTIAL + b"\n"))]
    assert kinds == [b"IHDR", b"iTXt", b"tEXt", b"IDAT", b"IEND"]
    assert baker.unbake(baker.bake(old, b" " + CREDENTIAL + b"\n")) == CREDENTIAL


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "bake.payload"),
        (b"[1]", "bake.payload"),
        (b"https://e.org/1", "bake.payload"),
        (b'{"a":"\xff"}', "bake.payload"),
        (b'{"a":"\0"}', "bake.payload"),
        (b"{" + b" " * MAX_PAYLOAD + b"}", "bake.too_large"),
    ],
)
def test_only_a_credential_is_baked(payload: bytes, code: str) -> None:
    with pytest.raises(BakeError) as caught:
        baker.bake(SIMPLE_PNG, payload)
    assert caught.value.code == code


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(noise: bytes) -> None:
    for image in (noise, SIGNATURE + noise, SIMPLE_PNG[:33] + noise):
        with pytest.raises(BakeError):
            baker.unbake(image)


@pytest.mark.parametrize(
    ("name", "edition", "start"),
    [
        ("simple-json.png", Edition.OPEN_BADGES_3, b'{  "@context": ['),
        ("simple-jwt.png", Edition.OPEN_BADGES_3, b"eyJhbGciOiJSUzI1NiIs"),
        ("simple-badge-2.png", Edition.OPEN_BADGES_2, b'{"@context":"https://w3id.org/openb'),
    ],
)
def test_published_samples_unbake(name: str, edition: Edition, start: bytes) -> None:
    found = baker.read((VECTORS / name).read_bytes())
    assert found.edition is edition
    assert found.payload.startswith(start)
    if start.startswith(b"{"):
        assert json.loads(found.payload)["@context"]
