"""The verify page: without account, cookie or script, and never an error of ours."""

import json
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from signed_credentials import EMAIL, TestIssuer, badge

from skillmark.core import bake, design, jsonio
from skillmark.platform.verifying import checking

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
ISSUER = TestIssuer.by_key(5)  # no document has to be fetched for its own key
GOOD = jsonio.dumps(ISSUER.sign(badge(ISSUER)))


def send(client: Client, content: bytes, name: str = "credential.json") -> "HttpResponse":
    return client.post("/verify", {"file": SimpleUploadedFile(name, content)})


def test_the_page_sets_no_cookie_and_needs_no_token() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get("/verify")
    assert page.status_code == 200
    assert not page.cookies
    assert page["Referrer-Policy"] == "no-referrer"
    answer = send(client, GOOD)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert ">Valid<" in answer.content.decode()


def test_a_text_can_be_pasted(client: Client) -> None:
    answer = client.post("/verify", {"text": json.dumps(json.loads(GOOD), indent=2)})
    assert ">Valid<" in answer.content.decode()


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_baked_picture_is_read(client: Client, kind: str) -> None:
    drawn = design.draw("seal", title="Safety", issuer="Harbour", colour="#1f6f5c")
    baked = (
        bake.png.bake(design.png(drawn), GOOD)
        if kind == "png"
        else bake.svg.bake(drawn.encode(), GOOD)
    )
    assert ">Valid<" in send(client, baked, f"badge.{kind}").content.decode()


def test_a_picture_without_a_credential_says_what_to_do(client: Client) -> None:
    picture = design.png(design.draw("seal", title="x", issuer="y", colour="#1f6f5c"))
    page = send(client, picture, "screenshot.png").content.decode()
    assert "Not valid" in page
    assert "ask for the file itself" in page


def test_too_much_is_refused_in_plain_words(client: Client) -> None:
    answer = send(client, b"{" + b" " * checking.MAX_BYTES)
    assert answer.status_code == 413
    assert "larger than 5 MiB" in answer.content.decode()
    huge = client.post("/verify", {"text": "x" * (checking.MAX_BYTES + 100_000)})
    assert huge.status_code == 413


def test_nothing_sent_is_told(client: Client) -> None:
    for form in ({}, {"text": "  \n"}, {"file": SimpleUploadedFile("empty.json", b"")}):
        answer = client.post("/verify", form)
        assert answer.status_code == 422
        assert "Choose a file" in answer.content.decode()


def test_the_holder_is_asked_for_and_not_kept(client: Client) -> None:
    answer = client.post("/verify", {"text": GOOD.decode(), "recipient": EMAIL})
    assert "It was awarded to this address." in answer.content.decode()
    answer = client.post("/verify", {"text": GOOD.decode(), "recipient": "eve@x.example"})
    assert "It was awarded to another address." in answer.content.decode()


ODD = {
    "deep": b"[" * 100_000,
    "numbers": b'{"a":' + b"9" * 5_000 + b"}",
    "a lone surrogate": b'{"a":"\\ud800"}',
    "a bomb of keys": b"{" + b",".join(b'"k%d":0' % n for n in range(50_000)) + b"}",
    "PNG head only": b"\x89PNG\r\n\x1a\n",
    "SVG with entities": b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
    "SVG with a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "gzip": b"\x1f\x8b\x08" + b"\0" * 50,
    "PDF": b"%PDF-1.7\n",
    "HTML": b"<html><script>alert(1)</script>",
    "a template": b'{"@context":"{{7*7}}","name":"{% include x %}"}',
    "prototype keys": b'{"__proto__":{"a":1},"constructor":1}',
    "a name with markup": b'{"@context":[],"issuer":{"name":"<img src=x onerror=alert(1)>"}}',
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_whatever_is_sent_gets_an_answer(client: Client, content: bytes) -> None:
    answer = send(client, content)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Not valid" in page or "Could not tell" in page
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_a_text_with_a_lone_surrogate_is_an_answer_too(client: Client) -> None:
    assert client.post("/verify", b"text=%ED%A0%80", "application/x-www-form-urlencoded")
    broken = client.post("/verify", b"--x\r\nbroken", "multipart/form-data; boundary=x")
    assert broken.status_code in {400, 422}
    assert client.put("/verify").status_code == 405
