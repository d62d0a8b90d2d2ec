"""Files made to do harm (V-I 105, 106, 108, 109, 110, 113): lists, logos, credentials in pictures."""

import csv
import io
import random
import struct
import time
import zlib
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from inert import live_parts, words_of
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from two_tenants import World

from skillmark.core import bake
from skillmark.platform.issuing.models import Batch, BatchRow
from skillmark.platform.orgs import logos
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.errors import LogoInvalidError
from skillmark.platform.orgs.models import Organisation

FORMULAS: Final = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1+1",
    "-2+3",
    "\t=1+1",
    "\r=1",
    "\uff1d1+1",
)
CELL_STARTS: Final = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)


# --- lists of recipients ----------------------------------------------------------------------
def _send(world: World, data: bytes, name: str = "people.csv") -> Any:
    path = f"/studio/harbour/issue/{world.own.ids['version_id']}"
    file = SimpleUploadedFile(name, data, "text/csv")
    return world.browsers["owner"].post(path, {"file": file})


def _rows(world: World) -> list[BatchRow]:
    with organisation_scope(world.own.organisation):
        batch = Batch.objects.latest("created_at")
        return list(BatchRow.objects.filter(batch=batch))


def test_formulas_are_kept_as_written_and_harmless_on_the_way_out(world: World) -> None:
    """V-I 105."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["name", "email", "narrative", "identifier"])
    for number, cell in enumerate(FORMULAS):
        writer.writerow([cell, f"p{number}@x.example", "", ""])
        writer.writerow([f"Person {number}", f"q{number}@x.example", cell, cell])
    got = _send(world, out.getvalue().encode(), "=evil.csv")
    assert got.status_code == 302
    rows = _rows(world)
    assert [row.state for row in rows] == ["problem"] * len(rows)
    assert rows[0].raw[0] == FORMULAS[0]
    page = world.browsers["owner"].get(got["Location"])
    assert live_parts(page.text) == []
    bad = world.browsers["owner"].get(got["Location"] + "/to-mend.csv")
    assert bad["Content-Disposition"] == 'attachment; filename="evil-to-mend.csv"'
    assert bad["X-Content-Type-Options"] == "nosniff"
    cells = [
        cell
        for line in csv.reader(io.StringIO(bad.content.decode("utf-8-sig"), newline=""))
        for cell in line
    ]
    assert [cell for cell in cells if cell.startswith(CELL_STARTS)] == []
    assert sum(FORMULAS[0] in cell for cell in cells) >= 2


MARKUP: Final = "<script>alert(1)</script>"
LISTS: Final = {
    "nothing": b"",
    "only names of columns": b"name,email\n",
    "no columns known": b"foo,bar\n1,2\n",
    "a column twice": b"name,name,email\nA,B,a@x.example\n",
    "NUL": b"name,email\nA\0B,a@x.example\n",
    "mixed delimiters": b"name;email,identifier\nA;a@x.example,1\n",
    "one endless line": b"name,email\n" + b"A" * 3_000_000,
    "one endless quote": b'name,email\n"A,a@x.example\n' * 2_000,
    "UTF-16": "name,email\nA,a@x.example".encode("utf-16"),
    "half a letter": b"name,email\nJos\xc3,a@x.example\n",
    "Latin-1": "name,email\nJosé,a@x.example".encode("latin-1"),
    "many columns": b",".join([b"name", b"email", *[b"x"] * 5_000]) + b"\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "a spreadsheet": b"PK\x03\x04" + b"\0" * 3_000,
    "carriage returns": b"name,email\rA,a@x.example\r",
    "markup": f"name,email\n{MARKUP},{MARKUP}@x.example\n".encode(),
    "same mailbox in capitals": b"name,email\nA B,a@x.example\nA B,A@X.EXAMPLE\n",
}


@pytest.mark.parametrize("data", LISTS.values(), ids=LISTS)
def test_a_broken_list_is_explained(world: World, data: bytes) -> None:
    """V-I 106: refused as a whole in words, or each bad row with its line."""
    started = time.process_time()
    got = _send(world, data)
    assert got.status_code in {302, 422}
    assert live_parts(got.text) == []
    if got.status_code == 302:
        page = world.browsers["owner"].get(got["Location"])
        assert (page.status_code, live_parts(page.text)) == (200, [])
        batch = got["Location"].removesuffix("/columns")
        assert world.browsers["owner"].get(f"{batch}/to-mend.csv").status_code == 200
    assert time.process_time() - started < 20


def test_a_mailbox_that_occurs_twice_is_found_in_any_case(world: World) -> None:
    _send(world, LISTS["same mailbox in capitals"])
    first, second = _rows(world)
    assert (first.state, second.state, second.line) == ("ready", "problem", 3)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "a\r\nX: y.csv",
        MARKUP + ".csv",
        "x" * 400 + ".csv",
        '".csv',
        "\u202evsc.exe",
    ],
)
def test_a_file_name_is_only_a_word(world: World, name: str) -> None:
    got = _send(world, b"name,email\nBad,bad\n", name)
    page = world.browsers["owner"].get(got["Location"])
    assert live_parts(page.text) == []
    header = world.browsers["owner"].get(got["Location"] + "/to-mend.csv")[
        "Content-Disposition"
    ]
    assert header.isascii()
    assert not set(header.removeprefix('attachment; filename="').removesuffix('"')) & set(
        '"\\/\r\n;'
    )


# --- logos ------------------------------------------------------------------------------------
def _chunk(kind: bytes, data: bytes) -> bytes:
    return (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    )


def _png(width: int, height: int, *, extra: bytes = b"", pixels: bytes | None = None) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = (
        pixels
        if pixels is not None
        else zlib.compress(b"\0" * min(width * 3 + 1, 100_000) * min(height, 4))
    )
    return b"\x89PNG\r\n\x1a\n" + header + extra + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


BOMB: Final = zlib.compress(b"A" * 20_000_000)
NO_LOGO: Final = {
    "30,000 px a side": _png(30_000, 30_000),
    "9,000 px a side": _png(9_000, 9_000),
    "no side": _png(0, 0),
    "two thousand million": _png(2**31 - 1, 1),
    "zTXt bomb": _png(9, 9, extra=_chunk(b"zTXt", b"k\0\0" + BOMB)),
    "iTXt bomb": _png(9, 9, extra=_chunk(b"iTXt", b"k\0\1\0\0\0" + BOMB)),
    "iCCP bomb": _png(9, 9, extra=_chunk(b"iCCP", b"k\0\0" + BOMB)),
    "GIF and script": b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)//;",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "XXE": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>',
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "WebP from hell": b"RIFF\x10\0\0\0WEBPVP8X" + b"\xff" * 40,
    "JPEG from hell": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\xff" * 80,
    "TIFF": b"II*\0" + b"\xff" * 40,
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "3 MB": b"\x89PNG\r\n\x1a\n" + b"\0" * 3_000_000,
}


@pytest.mark.parametrize("data", NO_LOGO.values(), ids=NO_LOGO)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_what_is_no_small_picture_is_no_logo(world: World, data: bytes) -> None:
    """V-I 108, 109, 110."""
    facts = {"brand_colour": "#14532d", "second_colour": "#14532d"}
    file = SimpleUploadedFile("logo.png", data, "image/png")
    kept = bytes(world.own.organisation.logo)
    started = time.process_time()
    got = world.browsers["owner"].post(
        "/studio/harbour/settings/branding", {**facts, "logo_file": file}
    )
    assert time.process_time() - started < 5
    stored = bytes(Organisation.objects.get(pk=world.own.organisation.pk).logo)
    if got.status_code == 302:  # a text chunk too large to read is left out by some Pillows
        assert Image.open(io.BytesIO(stored)).size == (9, 9)
    else:
        assert (got.status_code, live_parts(got.text), stored) == (200, [], kept)
        assert "picture" in words_of(got.text)


def test_a_kept_logo_holds_pixels_and_nothing_else() -> None:
    """V-I 113: position, comments, colour profiles and what follows the picture are gone."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 0.0)}  # GPS
    exif[0x010E] = "secret place"
    note = PngInfo()
    note.add_itxt("openbadgecredential", "secret")
    note.add_text("Comment", "secret <script>")
    picture = Image.new("RGB", (900, 600), "teal")
    for kind, more in (("PNG", {"pnginfo": note}), ("JPEG", {}), ("WEBP", {})):
        out = io.BytesIO()
        picture.save(out, kind, exif=exif, icc_profile=b"secret" * 30, **more)
        kept = logos.to_png(out.getvalue() + b"<script>secret</script>")
        assert b"secret" not in kept
        assert {
            kept[at - 4 : at] for at in range(4, len(kept)) if kept[at - 4 : at].isalpha()
        } >= {b"IHDR"}
        opened = Image.open(io.BytesIO(kept))
        opened.load()
        assert (opened.format, opened.info, dict(opened.getexif())) == ("PNG", {}, {})
        assert max(opened.size) <= logos.KEPT_SIDE


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.filterwarnings("ignore")
def test_no_damaged_picture_breaks_the_reader(kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311 - the same damage every time
    out = io.BytesIO()
    Image.effect_noise((60, 60), 40).convert("RGB").save(out, kind)
    good = out.getvalue()
    for _ in range(300):
        data = bytearray(good)
        for _change in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = (
            bytes(data[: chance.randint(1, len(data))])
            if chance.random() < 0.3
            else bytes(data)
        )
        try:
            assert logos.to_png(cut).startswith(b"\x89PNG")
        except LogoInvalidError:
            continue


# --- credentials in pictures --------------------------------------------------------------------
def _payload(size: int = 0) -> bytes:
    return b'{"type": ["VerifiableCredential"]' + b" " * size + b"}"


def _baked(keyword: bytes, text: bytes, *, packed: bool = False) -> bytes:
    body = keyword + b"\0" + (b"\1\0" if packed else b"\0\0") + b"\0\0"
    return _chunk(b"iTXt", body + (zlib.compress(text) if packed else text))


SVG_WITH_HARM: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    b'onload="alert(1)"><script>alert(1)</script><foreignObject/>'
    b'<image xlink:href="file:///etc/passwd"/><style>@import "//evil.example"</style></svg>'
)
LAUGHS: Final = (
    b'<!DOCTYPE s [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b']><svg xmlns="http://www.w3.org/2000/svg">&j;</svg>'
)
PICTURES: Final = {
    "packed bomb": _png(
        9, 9, extra=_baked(b"openbadgecredential", b"A" * 20_000_000, packed=True)
    ),
    "wrong keyword": _png(9, 9, extra=_baked(b"openbadge", _payload())),
    "baked twice": _png(9, 9, extra=_baked(b"openbadgecredential", _payload()) * 2),
    "30,000 px": _png(30_000, 30_000, extra=_baked(b"openbadgecredential", _payload())),
    "no chunks": b"\x89PNG\r\n\x1a\n",
    "half a chunk": _png(9, 9)[:40],
    "SVG with harm": SVG_WITH_HARM,
    "billion laughs": LAUGHS,
    "XXE": b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>',
    "deep SVG": b"<svg>" + b"<g>" * 100_000,
    "deep JSON": b"[" * 100_000,
    "not UTF-8": b'{"a": "\xff"}',
}


@pytest.mark.parametrize("data", PICTURES.values(), ids=PICTURES)
def test_a_harmful_file_is_only_a_file_that_does_not_verify(world: World, data: bytes) -> None:
    """V-I 109, 110 at the public doors."""
    started = time.process_time()
    file = SimpleUploadedFile("badge.png", data, "image/png")
    page = Client().post("/verify", {"file": file})
    assert page.status_code in {200, 422}
    assert live_parts(page.text) == []
    assert "root:" not in page.text
    told = Client().post("/api/v1/verify", data, content_type="image/png")
    assert told.status_code in {200, 413, 422}
    if told.status_code == 200:
        assert told.json()["verdict"] in {"invalid", "unknown"}
        assert "root:" not in told.text
    assert time.process_time() - started < 8


def test_a_second_credential_in_a_picture_is_not_believed(world: World) -> None:
    """The picture says two things: that is no credential, or the true one decides."""
    path = f"/c/{world.own.ids['credential_id']}.png"
    png = Client().get(path).content
    inner = bake.extract(png)
    forged = inner.replace(b"Mark Olsen", b"Eve Mallory")
    assert forged != inner
    end = png.rindex(b"IEND") - 4
    for both in (
        png[:end] + _baked(b"openbadgecredential", forged) + png[end:],
        png[:33] + _baked(b"openbadgecredential", forged) + png[33:],
    ):
        told = Client().post("/api/v1/verify", both, content_type="image/png").json()
        assert told["verdict"] != "valid" or "Eve" not in str(told)
        page = Client().post("/verify", {"file": SimpleUploadedFile("b.png", both)})
        if told["verdict"] == "valid":
            assert "Eve Mallory" not in page.text
