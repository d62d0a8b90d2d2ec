"""Verifying over the API: any file in, a report out; only a misuse is an error."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from signed_credentials import EMAIL, TestIssuer, badge

from skillmark.core import bake, design, jsonio
from skillmark.platform.verifying import checking

pytestmark = pytest.mark.django_db
ISSUER = TestIssuer.by_key(5)
GOOD = jsonio.dumps(ISSUER.sign(badge(ISSUER)))
URL = "/api/v1/verify"


def send(content: bytes, kind: str = "application/json") -> Any:
    return Client().post(URL, content, kind)


@pytest.mark.parametrize("kind", ["application/json", "application/vc", "application/ld+json"])
def test_a_credential_gets_its_report(kind: str) -> None:
    answer = send(GOOD, kind)
    report = answer.json()
    assert (answer.status_code, report["verdict"]) == (200, "valid")
    assert report["summary"]["proven"] is True
    assert {check["name"] for check in report["checks"]} >= {"proof", "issuer", "status"}
    assert not answer.cookies


def test_the_report_is_the_librarys_own() -> None:
    mine = send(GOOD).json()
    from django.utils import timezone

    theirs = checking.check(GOOD, at=timezone.now()).report.to_json()
    assert mine | {"at": ""} == json.loads(jsonio.dumps(theirs)) | {"at": ""}


def test_a_picture_and_a_form_are_read_too() -> None:
    drawn = design.draw("seal", title="Safety", issuer="Harbour", colour="#1f6f5c")
    baked = bake.png.bake(design.png(drawn), GOOD)
    assert send(baked, "image/png").json()["verdict"] == "valid"
    file = SimpleUploadedFile("badge.png", baked)
    form = Client().post(URL, {"file": file, "recipient": EMAIL}).json()
    assert form["verdict"] == "valid"
    assert form["checks"][-1]["code"] == "recipient.matches"


@pytest.mark.parametrize("content", [b"x", b"[]", b"\xff", b'{"a":1,"a":2}', b"[" * 99_999])
def test_a_bad_credential_is_an_answer(content: bytes) -> None:
    answer = send(content)
    assert answer.status_code == 200
    assert answer.json()["verdict"] in {"invalid", "unknown"}


def test_only_a_misuse_is_an_error() -> None:
    empty = send(b"")
    assert (empty.status_code, empty.json()["code"]) == (422, "verifying.nothing_given")
    huge = send(b" " * (checking.MAX_BYTES + 1))
    assert (huge.status_code, huge.json()["code"]) == (413, "api.too_large")
    broken = Client().post(URL, b"--x\r\nbroken", "multipart/form-data; boundary=x")
    assert broken.status_code in {400, 422}
    assert broken["Content-Type"] == "application/problem+json"
    wrong = Client().get(URL)
    assert (wrong.status_code, wrong["Allow"]) == (405, "POST")
