"""Adversarial files (V-I of `COVERAGE.md`): archives, pictures, and names that would be markup."""

import io
import zipfile
from datetime import date

import pytest
from attacked_credentials import (
    KEY,
    METHOD,
    document,
    file_of,
    issued,
    look,
    picture,
    replaced,
)
from badge_samples import VALID_FROM

from pictures import END, PIXELS, header, png, svg, text_chunk
from skillmark.core import bake
from skillmark.core.bake.chunks import encode
from skillmark.core.issue import recipients
from skillmark.core.proof import add_proof, without_proof
from skillmark.core.verify import Verdict

NEVER = {Verdict.INVALID, Verdict.UNKNOWN}


def archive(name: str, content: bytes = b"name,email\r\nAnn,ann@example.org\r\n") -> bytes:
    """Return a ZIP with one entry."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


ARCHIVES = {
    "107 workbook": archive("xl/workbook.xml"),
    "107 entry that climbs": archive("../../etc/cron.d/x"),
    "107 bomb": archive("bomb.csv", b"0" * 10_000_000),
    "107 link": archive("link", b"/etc/passwd"),
    "107 OpenDocument": archive("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
}


@pytest.mark.parametrize("data", ARCHIVES.values(), ids=ARCHIVES.keys())
def test_107_an_archive_is_not_unpacked(data: bytes) -> None:
    found = recipients.read(data, at=date(2026, 6, 1))
    assert [problem.code for problem in found.problems] == ["recipients.not_csv"]
    assert look(data).verdict in NEVER


PICTURES = {
    "108 30,000 pixels square": encode([header(30_000, 30_000), PIXELS, END]),
    "109 baked twice": png(text_chunk(issued()), text_chunk(issued())),
    "109 two that differ": png(text_chunk(issued()), text_chunk(issued(number=2))),
    "109 wrong keyword": png(text_chunk(issued(), b"OpenBadgeCredential")),
    "109 compressed elsewhere": png(text_chunk(issued(), kind=b"zTXt")),
    "109 two elements": svg(
        f"<o:credential><![CDATA[{issued().decode()}]]></o:credential>" * 2,
        ' xmlns:o="https://purl.imsglobal.org/ob/v3p0"',
    ),
    "110 entity": b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + file_of("svg"),
    "110 bytes behind the end": file_of("png") + b"<script>alert(1)</script>",
}


@pytest.mark.parametrize("data", PICTURES.values(), ids=PICTURES.keys())
def test_108_to_110_a_picture_that_can_be_read_in_two_ways_is_refused(data: bytes) -> None:
    assert look(data).verdict is Verdict.INVALID


def test_110_a_picture_that_runs_is_not_baked() -> None:
    for inside in ("<script/>", "<foreignObject/>", '<image href="file:///etc/passwd"/>'):
        drawing = picture("svg").replace(b"</svg>", f"{inside}</svg>".encode())
        with pytest.raises(bake.BakeError):
            bake.bake(drawing, issued())


def test_114_any_name_is_only_a_name() -> None:
    for name in ("<img src=x onerror=alert(1)>", "\u202eneslO kraM", "a\u200bb", "x" * 5_000):
        signed = add_proof(
            replaced(without_proof(document()), ("name",), name),
            signer=KEY,
            verification_method=METHOD,
            created=VALID_FROM,
        )
        report = look(signed)
        assert (report.verdict, report.summary.name) == (Verdict.VALID, name)
