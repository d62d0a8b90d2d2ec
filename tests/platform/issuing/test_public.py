"""The public record: page, data and picture of one credential, for whoever has its address."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client

from skillmark.core import bake

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
MAX_PAGE = 60_000  # bytes


def html(client: Client, credential: "Credential") -> str:
    response = client.get(f"/c/{credential.pk}", headers={"Accept": BROWSER})
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"
    return response.content.decode()


def test_the_page_says_who_what_and_whether_it_counts(
    client: Client, credential: "Credential"
) -> None:
    page = html(client, credential)
    for said in (
        "Fire prevention",
        "Mark Olsen",
        "Harbour Skills Training",
        "not revoked as of just now",
        "Put out <em>three</em> fires.",
        "Choose the right extinguisher",
        "16 checks, made just now",
        'content="noindex"',
        'property="og:image"',
        "skillmark verify http://127.0.0.1:8000/c/",
        f'/c/{credential.pk}.png" download',
    ):
        assert said in page, said
    assert len(page.encode()) <= MAX_PAGE
    assert "mark@people.example" not in page


def test_the_page_sets_no_cookie_and_asks_nobody_else(
    client: Client, credential: "Credential"
) -> None:
    response = client.get(f"/c/{credential.pk}")
    assert not response.cookies
    assert response["Cache-Control"] == "no-cache"
    assert response["X-Robots-Tag"] == "noindex"
    page = response.content.decode()
    for tag in (
        'src="http',
        '<link rel="stylesheet" href="http',
        " style=",
        "<style",
        "onclick",
    ):
        assert tag not in page, tag


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/vc", "application/vc"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("image/png", "image/png"),
        ("image/svg+xml", "image/svg+xml"),
        ("image/*", "image/png"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/pdf", "text/html; charset=utf-8"),
    ],
)
def test_each_client_gets_the_form_it_prefers(
    client: Client, credential: "Credential", accept: str, kind: str
) -> None:
    response = client.get(f"/c/{credential.pk}", headers={"Accept": accept})
    assert response["Content-Type"] == kind
    assert "Accept" in response["Vary"]


def test_the_data_are_the_very_bytes(client: Client, credential: "Credential") -> None:
    response = client.get(f"/c/{credential.pk}.json")
    assert response.content == bytes(credential.document)
    assert response["ETag"] == f'"{credential.digest}"'
    assert response["Access-Control-Allow-Origin"] == "*"
    again = client.get(f"/c/{credential.pk}.json", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_the_pictures_carry_the_very_bytes(
    client: Client, credential: "Credential", suffix: str
) -> None:
    response = client.get(f"/c/{credential.pk}.{suffix}")
    assert bake.extract(response.content) == bytes(credential.document)


def test_a_change_of_state_shows_at_once(client: Client, credential: "Credential") -> None:
    from skillmark.platform.issuing import services

    assert "verdict-valid" in html(client, credential)
    services.suspend(credential.pk, reason="Appeal pending", actor=None)
    page = html(client, credential)
    assert "verdict-suspended" in page
    assert "Appeal pending" in page
    services.lift(credential.pk, actor=None)
    assert "verdict-valid" in html(client, credential)
    services.revoke(credential.pk, reason="Cheated <script>", actor=None)
    page = html(client, credential)
    assert "verdict-revoked" in page
    assert "Cheated &lt;script&gt;" in page


def test_an_expired_credential_says_so(
    client: Client, issue: Callable[..., "Credential"], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    now = timezone.now()
    made = issue(valid_until=now.date().isoformat())
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=3))
    page = html(client, made)
    assert "verdict-expired" in page
    assert "It was valid until" in page


def test_a_tampered_row_is_never_shown_as_valid(
    client: Client, credential: "Credential", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing.proving import checking
    from skillmark.platform.issuing.views import public

    real = public.selectors.public_credential

    def tampered(credential_id: object) -> "Credential":
        found = real(credential_id)
        found.document = bytes(found.document).replace(b"Mark Olsen", b"Mark Olson")
        return found

    monkeypatch.setattr(public.selectors, "public_credential", tampered)
    assert checking is public.checking
    page = html(client, credential)
    assert "verdict-invalid" in page


def test_a_list_that_is_gone_means_could_not_tell(
    client: Client, credential: "Credential", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.trust import own

    real = own.document_at
    monkeypatch.setattr(
        own, "document_at", lambda url: None if "/status/" in url else real(url)
    )
    assert "verdict-unknown" in html(client, credential)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("O'Brien & <Sons>", id="markup"),
        pytest.param("فاطمة الزهراء", id="right to left"),
        pytest.param("李伟", id="Chinese"),
    ],
)
def test_any_name_is_shown_inert(
    client: Client, issue: Callable[..., "Credential"], name: str
) -> None:
    from django.utils.html import escape

    page = html(client, issue(name, "someone@people.example"))
    assert f"<strong><bdi>{escape(name)}</bdi></strong>" in page


def test_nothing_is_there_for_an_unknown_address(client: Client, db: None) -> None:
    for address in (uuid4(), f"{uuid4()}.json", f"{uuid4()}.png", "1", "../etc"):
        assert client.get(f"/c/{address}").status_code == 404
    assert client.post(f"/c/{uuid4()}").status_code == 405


def test_an_old_link_leads_on_and_the_old_record_stays(
    client: Client, credential: "Credential"
) -> None:
    new = corrected(credential, "Marc Olsen")
    newest = corrected(new, "Marcus Olsen")
    before = bytes(credential.document)
    led = client.get(f"/c/{credential.pk}", headers={"Accept": BROWSER})
    assert (led.status_code, led["Cache-Control"]) == (302, "no-cache")
    assert led["Location"] == f"/c/{newest.pk}?from={credential.pk}"
    shown = client.get(led["Location"], headers={"Accept": BROWSER}).content.decode()
    assert "The link you followed was of a credential that was replaced" in shown
    assert "Marcus Olsen" in shown
    for kind, form in (("application/vc", ""), ("application/vc", ".json")):
        exact = client.get(f"/c/{credential.pk}{form}", headers={"Accept": kind})
        assert exact.content == before
    old = client.get(f"/c/{credential.pk}?stay=1", headers={"Accept": BROWSER})
    page = old.content.decode()
    assert "verdict-replaced" in page
    assert "Mark Olsen" in page
    assert f"/c/{new.pk}" in page


def test_nobody_can_pretend_that_a_link_led_here(
    client: Client, credential: "Credential", issue: Callable[..., "Credential"]
) -> None:
    other = issue("Ann One")
    for name in (str(other.pk), str(uuid4()), "x", "<script>"):
        page = client.get(f"/c/{credential.pk}", {"from": name}, headers={"Accept": BROWSER})
        assert "The link you followed" not in page.content.decode()


def test_old_and_new_of_a_renewal_lead_to_each_other(
    client: Client, credential: "Credential"
) -> None:
    from skillmark.platform.issuing.services import renewal

    new = renewal.renew(credential.pk, renewal.Terms(), actor=None).credential
    assert new is not None
    assert f'href="/c/{new.pk}"' in html(client, credential)
    assert f'href="/c/{credential.pk}?stay=1"' in html(client, new)
    assert "verdict-valid" in html(client, credential)


def test_one_that_ended_says_since_when_and_how_to_renew(
    client: Client, issue: Callable[..., "Credential"], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    now = timezone.now()
    made = issue(valid_until=now.date().isoformat())
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=3))
    page = html(client, made)
    assert "stays here as a record" in page
    assert "To renew it, ask Harbour Skills Training." in page


def test_a_part_that_ended_is_said_beside_valid(
    client: Client, publish: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone
    from issued_credentials import issue as issue_for

    version = publish(
        "First aid", validity="months", validity_months="36", inner_months="12",
        inner_name="CPR",
    )  # fmt: skip
    now = timezone.now()
    made = issue_for(version, achieved_on=now.date())
    assert "its part" not in html(client, made)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=400))
    page = html(client, made)
    assert "verdict-valid" in page
    assert "It is valid, but its part “CPR” ended on" in page


def test_the_page_and_the_verifier_use_the_same_words(
    client: Client, credential: "Credential"
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from skillmark.platform.issuing import services

    services.suspend(credential.pk, reason="Appeal pending", actor=None)
    ours = html(client, credential)
    file = SimpleUploadedFile("c.json", bytes(credential.document))
    theirs = client.post("/verify", {"file": file}).content.decode()
    for said in (
        "Suspended",
        "Nothing was changed since it was signed.",
        "The issuer has suspended it for the time being.",
        "Appeal pending",
    ):
        assert said in ours, said
        assert said in theirs, said


def corrected(credential: "Credential", name: str) -> "Credential":
    import dataclasses

    from skillmark.platform.issuing.making import intent
    from skillmark.platform.issuing.services import replacement

    right = dataclasses.replace(intent.from_json(credential.award.fields), name=name)
    return replacement.replace(credential.pk, right, actor=None).new
