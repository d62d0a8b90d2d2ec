"""Any bytes at all: every reader answers with a value or with an error of ours, never a crash.

The bytes are random, or nearly right: they begin as a file of the kind, or are put together
from its parts. Reading is bounded too, which `tests/core` measures kind by kind.
"""

import json
import struct
import zlib
from contextlib import suppress
from datetime import date
from typing import Any

from attacked_credentials import SUITES, document, evidence, issued, look, looks
from hypothesis import given
from hypothesis import strategies as st
from mangling import ANYTHING

from skillmark.core import bake, did, jsonio
from skillmark.core.bake.chunks import SIGNATURE, Chunk, encode
from skillmark.core.did import DidError
from skillmark.core.encoding import EncodingError, base58, base64url, multibase, timestamp
from skillmark.core.errors import SkillmarkError
from skillmark.core.issue import recipients
from skillmark.core.status import Bitstring, StatusListError
from skillmark.core.verify import Verdict

CREDENTIAL = issued()
PIECES = [
    *("{", "}", "[", "]", ",", ":", '"', "\\", "\\u0000", "\\ud83d", "\\udc00", "\ufeff", "\0"),
    *("null", "true", "NaN", "-Infinity", "1e400", "-0", "1E5", "0x1", "01", "9" * 20),
    *('"@context"', '"id"', '"type"', '"proof"', '"issuer"', '"VerifiableCredential"'),
    *(" ", "\n", "\t", "\u2028", "\u00e9", "\U0001f393", "a"),
]
NOISE = st.binary(max_size=200)


def judged(data: bytes) -> None:
    """Judge bytes that nobody signed: there is a report, and it never says valid."""
    assert look(data).verdict in {Verdict.INVALID, Verdict.UNKNOWN}


@looks(300)
@given(NOISE | st.lists(st.sampled_from(PIECES), max_size=30).map("".join).map(str.encode))
def test_json_or_nearly(data: bytes) -> None:
    with suppress(jsonio.JsonError):
        value = jsonio.loads(data)
        assert json.loads(data) == value
        assert jsonio.loads(jsonio.dumps(value)) == value
    judged(data)


@looks(200, share=4)
@given(st.dictionaries(st.sampled_from([*document(), "x"]), ANYTHING, max_size=6))
def test_any_object_under_the_names_of_a_credential(value: Any) -> None:
    judged(jsonio.dumps(value))
    judged(jsonio.dumps(document() | value | {"name": "Another name than was signed"}))


@looks(200)
@given(
    NOISE, st.sampled_from([b"", SIGNATURE, b"<svg ", b"<?xml", b"\xff\xfe<\0", b"{", b"e30."])
)
def test_any_file(noise: bytes, start: bytes) -> None:
    data = start + noise
    with suppress(bake.BakeError):
        assert isinstance(bake.extract(data), bytes)
    for payload in (CREDENTIAL, noise):
        with suppress(bake.BakeError):
            bake.bake(data, payload)
    judged(data)


KEYWORDS = st.sampled_from(
    [b"openbadgecredential", b"openbadges", b"OpenBadgeCredential", b"x"]
)
TEXTS = st.builds(
    lambda keyword, flags, language, text: keyword + b"\0" + flags + language + b"\0\0" + text,
    KEYWORDS,
    st.sampled_from([b"\0\0", b"\1\0", b"\1\1", b"\2\0", b"", b"\0"]),
    st.sampled_from([b"", b"en", b"x" * 90, b"\xff"]),
    st.sampled_from([CREDENTIAL, zlib.compress(CREDENTIAL), zlib.compress(b"{" * 2_000_000)])
    | NOISE,
)
HEADERS = st.builds(
    lambda *fields: struct.pack(">IIBBBBB", *fields),
    *[st.sampled_from([0, 1, 2, 16_384, 65_536, 2**32 - 1])] * 2,
    *[st.integers(0, 255)] * 5,
) | st.just(struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
CHUNKS = st.builds(
    Chunk,
    st.sampled_from([b"iTXt", b"tEXt", b"zTXt", b"IDAT", b"PLTE", b"IEND", b"aBcD", b"ABCD"]),
    TEXTS | NOISE,
)


@looks(200)
@given(HEADERS, st.lists(CHUNKS, max_size=6), st.booleans())
def test_a_png_of_any_chunks(header: bytes, chunks: list[Chunk], whole: bool) -> None:
    frame = [Chunk(b"IHDR", header), *chunks]
    if whole:
        frame += [Chunk(b"IDAT", zlib.compress(b"\0\0\0\0")), Chunk(b"IEND", b"")]
    data = encode(frame)
    carried = b""
    with suppress(bake.BakeError):
        carried = bake.extract(data)
    report = look(data)
    if report.verdict is Verdict.VALID:
        assert json.loads(carried) == document()
    with suppress(bake.BakeError):
        assert bake.extract(bake.bake(data, CREDENTIAL)) == CREDENTIAL


SPACES = [
    "http://www.w3.org/2000/svg",
    "https://purl.imsglobal.org/ob/v3p0",
    "http://openbadges.org",
    "http://www.w3.org/1999/xhtml",
]
MARKUP = st.recursive(
    st.sampled_from(
        [
            *(
                "",
                "text",
                "&lt;",
                "&#0;",
                "&#13;",
                "&undefined;",
                "<![CDATA[",
                "]]>",
                "<!-- -->",
            ),
            *("<?php ?>", "\0", "\ufffe", "<o:credential/>", '<o:credential verify="a.b.c"/>'),
            f"<o:credential><![CDATA[{CREDENTIAL.decode()}]]></o:credential>",
            '<script>alert(1)</script><image href="file:///etc/passwd"/>',
        ]
    ),
    lambda inner: st.builds(
        lambda name, space, attribute, parts: (
            f"<{name} xmlns='{space}' {attribute}>{''.join(parts)}</{name}>"
        ),
        st.sampled_from(["g", "svg", "o:credential", "credential", "assertion", "style", "a"]),
        st.sampled_from(SPACES),
        st.sampled_from(["", "verify='x'", "onload='x'", "a='1' a='2'", "style='a:url(b)'"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)
PROLOGUES = [
    "",
    "<?xml version='1.0'?>",
    "<?xml version='1.0' encoding='latin-1'?>",
    "<?xml version='1.0' encoding='utf-7'?>",
    "<?xml version='1.0' encoding='x'?>",
    "<!DOCTYPE svg [<!ENTITY a 'b'>]>",
    "<!DOCTYPE svg SYSTEM 'file:///etc/passwd'>",
]


@looks(200)
@given(
    st.sampled_from(PROLOGUES),
    MARKUP,
    st.sampled_from(["utf-8", "utf-16", "latin-1", "utf-16-be"]),
)
def test_an_svg_of_any_markup(prologue: str, inside: str, encoding: str) -> None:
    text = f"{prologue}<svg xmlns='{SPACES[0]}' xmlns:o='{SPACES[1]}' viewBox='0 0 1 1'>{inside}</svg>"
    data = text.encode(encoding, "replace")
    carried = b""
    with suppress(bake.BakeError):
        carried = bake.extract(data)
    report = look(data)
    if report.verdict is Verdict.VALID:
        assert json.loads(carried) == document()
    with suppress(bake.BakeError):
        assert bake.extract(bake.bake(data, CREDENTIAL)) == CREDENTIAL


CELLS = st.sampled_from(
    [
        *("", "name", "email", "Name", "E-mail", "achieved_on", "grade", "valid_until", "x"),
        *("Ann Lee", "ann@example.org", "ANN@EXAMPLE.ORG", "2026-03-01", "31/02/2026", "=cmd"),
        *("\u202eeman", "\0", "\ud800", "\udcff", '"', '""', '"a', 'a"', "a\nb", "\r", "@x.y"),
        *("x" * 70_000, "a@" + "b." * 200, "\u0131@\u00df.example", "JosÃ©", "\ufffd", "-1+1"),
    ]
)
ROWS = st.lists(st.lists(CELLS, max_size=5), max_size=8)


@looks(300)
@given(
    ROWS,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r", "\0"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "utf-32"]),
    st.binary(max_size=4),
)
def test_a_recipients_file_of_any_cells(
    rows: list[list[str]], comma: str, end: str, encoding: str, more: bytes
) -> None:
    titles = comma.join(("name", "email", "achieved_on"))
    for text in (end.join(map(comma.join, rows)), end.join([titles, *map(comma.join, rows)])):
        data = text.encode(encoding, "replace") + more
        found = recipients.read(data, at=date(2026, 6, 1), max_rows=5)
        for row in found.rows:
            assert (row.recipient is None) == bool(row.problems)
        jsonio.dumps([problem.to_json() for problem in found.all_problems])
        again = recipients.read(recipients.bad_rows_csv(found), at=date(2026, 6, 1))
        assert len(again.rows) <= len(found.bad_rows)


@looks(300)
@given(st.text(max_size=60) | st.text("zu1aA_-=+/.:%#@\0é", max_size=60))
def test_any_text_where_something_is_encoded(text: str) -> None:
    """What is taken has one spelling; what is not is refused with our error."""
    for codec in (base58, base64url, multibase):
        with suppress(EncodingError):
            assert codec.encode(codec.decode(text)) == text
    with suppress(EncodingError):
        timestamp.decode(text)
    with suppress(StatusListError):
        Bitstring.decode(text)
    for name in (text, f"did:key:{text}", f"did:web:{text}", f"did:jwk:{text}"):
        with suppress(DidError):
            did.resolve_locally(name)
        with suppress(DidError):
            assert did.web.url_of(name).startswith("https://")


@looks(150, share=4)
@given(st.sampled_from(sorted(evidence())), NOISE | ANYTHING.map(jsonio.dumps))
def test_any_evidence(url: str, found: bytes) -> None:
    for suite in SUITES:
        report = look(issued(suite), evidence={**evidence(), url: found})
        assert report.verdict in {Verdict.INVALID, Verdict.UNKNOWN}


@looks(150, share=4)
@given(ANYTHING)
def test_any_did_document(value: Any) -> None:
    with suppress(SkillmarkError):
        did.parse_document(value if isinstance(value, dict) else {"id": value})
