"""The console's pages about mails: lists, one mail, addresses, the words."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from skillmark.platform.events import breaker, outbox
from skillmark.platform.events.models import StoredMail
from skillmark.platform.mailing import suppressions
from skillmark.platform.mailing.models import Cause, Wording

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential, Delivery
    from skillmark.platform.orgs.models import Organisation

HOME = "/studio/harbour-skills-training"
MAILS = f"{HOME}/settings/mails"


@pytest.fixture(autouse=True)
def _own(in_scope: "Organisation") -> None:
    """Every page here is of this organisation."""


def _latest() -> "Delivery":
    from skillmark.platform.issuing.models import Delivery

    return Delivery.objects.latest("created_at")


def _back(credential: "Credential", words: str = "550 5.1.1 No such user") -> "Delivery":
    from skillmark.platform.issuing.models import Delivery

    Delivery.objects.filter(credential=credential).update(state="bounced", words=words)
    address = credential.award.recipient_email
    suppressions.suppress(address, credential.organisation_id, Cause.BOUNCED, evidence=words)
    return _latest()


def _words(got: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", got.text).split())


def test_the_list_is_searched_filtered_sorted_and_paged(
    studio: Client, issue: Callable[..., "Credential"]
) -> None:
    assert "No mails yet" in studio.get(f"{HOME}/deliveries").text
    for n in range(30):
        issue(f"Person{n:02} Zed", f"p{n}@people.example")
    outbox.dispatch_all()
    page = studio.get(f"{HOME}/deliveries", {"sort": "name"})
    names = [row.credential.award.recipient_name for row in page.context["page"]]
    assert names == sorted(names)
    assert len(names) == 25
    assert len(studio.get(f"{HOME}/deliveries", {"page": 2}).context["page"].object_list) == 5
    assert (
        len(studio.get(f"{HOME}/deliveries", {"q": "person07"}).context["page"].object_list)
        == 1
    )
    assert (
        not studio.get(f"{HOME}/deliveries", {"state": "bounced"}).context["page"].object_list
    )
    assert not studio.get(f"{HOME}/deliveries", {"kind": "revoked"}).context["page"].object_list
    for odd in ({"state": "x"}, {"sort": "x"}, {"kind": "x"}, {"page": "x"}, {"q": "%_\\"}):
        assert studio.get(f"{HOME}/deliveries", odd).status_code == 200
    assert "No mail fits this" in studio.get(f"{HOME}/deliveries", {"q": "nobody"}).text


def test_a_page_asks_few_questions(
    studio: Client,
    issue: Callable[..., "Credential"],
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for n in range(12):
        issue(f"Person{n}", f"p{n}@people.example")
    with django_assert_max_num_queries(22):
        studio.get(f"{HOME}/deliveries")


def test_the_overview_tells_of_what_came_back_until_somebody_acts(
    studio: Client, credential: "Credential"
) -> None:
    outbox.dispatch_all()
    assert "came back" not in studio.get(f"{HOME}/").text
    delivery = _back(credential)
    assert "1 mail came back" in _words(studio.get(f"{HOME}/"))
    rows = studio.get(f"{HOME}/deliveries", {"state": "open"}).context["page"].object_list
    assert rows == [delivery]
    page = studio.get(f"{HOME}/deliveries/{delivery.pk}")
    assert "550 5.1.1 No such user" in page.text
    assert "fingerprint" in page.text
    got = studio.post(
        f"{HOME}/deliveries/{delivery.pk}/address", {"address": "new@right.example"}
    )
    assert got["Location"] == f"{HOME}/deliveries/{_latest().pk}"
    outbox.dispatch_all()
    assert StoredMail.objects.latest("received_at").recipient == "new@right.example"
    assert "came back" not in _words(studio.get(f"{HOME}/"))
    assert "There is a newer mail" in studio.get(f"{HOME}/deliveries/{delivery.pk}").text


def test_a_wrong_address_is_said_at_its_field(studio: Client, credential: "Credential") -> None:
    got = studio.post(f"{HOME}/deliveries/{_latest().pk}/address", {"address": "no address"})
    assert got.status_code == 422
    assert got.context["form"].errors["address"]


def test_insisting_writes_to_the_same_address_and_complaints_do_not_allow_it(
    studio: Client, credential: "Credential"
) -> None:
    outbox.dispatch_all()
    delivery = _back(credential)
    url = f"{HOME}/deliveries/{delivery.pk}/resend"
    studio.post(url)
    assert _latest().pk == delivery.pk
    studio.post(url, {"insist": "1"})
    assert _latest().pk != delivery.pk
    address = credential.award.recipient_email
    suppressions.suppress(address, credential.organisation_id, Cause.COMPLAINED)
    page = studio.get(f"{HOME}/deliveries/{_latest().pk}")
    assert "marked your mail as spam" in page.text
    assert "send again" not in page.text.lower()


def test_many_are_sent_again_after_a_question(
    studio: Client, issue: Callable[..., "Credential"]
) -> None:
    from skillmark.platform.issuing.models import BulkChange, Delivery

    for n in range(3):
        issue(f"Person{n}", f"p{n}@people.example")
    ids = [str(pk) for pk in Delivery.objects.values_list("pk", flat=True)[:2]]
    got = studio.post(f"{HOME}/deliveries/resend", {"id": [*ids, "no-id"]})
    assert got["Location"].startswith(f"{HOME}/credentials/changes/")
    assert BulkChange.objects.get().count == 2
    studio.post(f"{HOME}/deliveries/resend", {"all": "1", "search": "person1"})
    assert BulkChange.objects.latest("created_at").count == 1
    got = studio.post(f"{HOME}/deliveries/resend", {})
    assert got["Location"] == f"{HOME}/deliveries"


def test_addresses_not_written_to_and_the_way_back(
    studio: Client, in_scope: "Organisation"
) -> None:
    assert "You may write to everybody" in studio.get(f"{HOME}/deliveries/addresses").text
    bounced = suppressions.suppress(
        "a@b.example", in_scope.pk, Cause.BOUNCED, evidence="550 no"
    )
    gone = suppressions.suppress("c@d.example", in_scope.pk, Cause.UNSUBSCRIBED)
    page = studio.get(f"{HOME}/deliveries/addresses")
    assert page.text.count("Write again") == 1
    assert "550 no" in page.text
    assert "c@d.example" not in studio.get(f"{HOME}/deliveries/addresses", {"q": "A@B"}).text
    assert (
        "a@b.example" not in studio.get(f"{HOME}/deliveries/addresses?cause=unsubscribed").text
    )
    studio.post(f"{HOME}/deliveries/addresses/{bounced.pk}/lift")
    studio.post(f"{HOME}/deliveries/addresses/{gone.pk}/lift")
    assert suppressions.blocked(["a@b.example", "c@d.example"], in_scope.pk, news=True) == {
        "c@d.example": Cause.UNSUBSCRIBED
    }
    assert studio.post(f"{HOME}/deliveries/addresses/{bounced.pk}/lift").status_code == 404


def test_an_outage_is_told_where_mail_waits(studio: Client, credential: "Credential") -> None:
    from skillmark.platform.issuing.models import Delivery

    long_ago = timezone.now() - timedelta(hours=1)
    Delivery.objects.update(created_at=long_ago)
    assert "1 mail waits" in _words(studio.get(f"{HOME}/"))
    breaker.note_failure("mail smtp.example:25", "no", long_ago)
    for page in ("", "deliveries"):
        assert "The mail server has not answered since" in studio.get(f"{HOME}/{page}").text
    assert studio.get("/healthz").status_code == 200


def test_every_mail_is_listed_and_shown_as_its_reader_sees_it(studio: Client) -> None:
    from skillmark.platform.mailing import letters

    listed = studio.get(MAILS).text
    for kind in letters.kinds():
        assert f"{MAILS}/{kind.key}" in listed
        page = studio.get(f"{MAILS}/{kind.key}")
        assert page.status_code == 200
        assert "frame-src 'self'" in page["Content-Security-Policy"]
        shown = studio.get(f"{MAILS}/{kind.key}/preview")
        assert "cid:" not in shown.text
        assert "default-src 'none'" in shown["Content-Security-Policy"]
        assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert studio.get(f"{MAILS}/no-such").status_code == 404


def test_own_words_are_previewed_saved_and_taken_back(
    studio: Client, settings: Settings
) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    words = {
        "subject": "Well done, {name}",
        "intro": "{{7*7}} <b>{name}</b>",
        "sign_off": "",
        "language": "de",
    }
    shown = studio.post(f"{MAILS}/issued/preview", words)
    assert "{{7*7}} &lt;b&gt;Ida Lindqvist&lt;/b&gt;" in shown.text
    assert not Wording.objects.with_scopes_disabled().exists()
    got = studio.post(f"{MAILS}/issued", words)
    assert got["Location"] == f"{MAILS}/issued?language=de"
    kept = Wording.objects.with_scopes_disabled().get()
    assert (kept.language, kept.subject, kept.sign_off) == ("de", words["subject"], "")
    assert "Deutsch" in studio.get(MAILS).text
    assert "{{7*7}}" in studio.get(f"{MAILS}/issued/preview?language=de").text
    assert "{{7*7}}" not in studio.get(f"{MAILS}/issued/preview?language=en").text
    studio.post(f"{MAILS}/issued/reset", {"language": "de"})
    assert not Wording.objects.with_scopes_disabled().exists()


def test_words_as_usual_keep_nothing(studio: Client) -> None:
    form = studio.get(f"{MAILS}/issued").context["form"]
    studio.post(f"{MAILS}/issued", {**form.initial, "language": "en"})
    assert not Wording.objects.with_scopes_disabled().exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [("subject", "a\r\nBcc: x@y.example"), ("intro", "Dear {nmae}"), ("intro", "x" * 2_001)],
)
def test_words_that_cannot_stand_in_a_mail_are_refused_at_their_field(
    studio: Client, field: str, text: str
) -> None:
    words = {"subject": "s", "intro": "i", "sign_off": "", field: text}
    got = studio.post(f"{MAILS}/issued", words)
    assert got.status_code == 422
    assert got.context["form"].errors[field]
    assert studio.post(f"{MAILS}/issued/preview", words)["Content-Type"].startswith(
        "text/plain"
    )
    assert not Wording.objects.with_scopes_disabled().exists()


def test_the_platform_s_letters_are_nobody_s_to_change(studio: Client) -> None:
    page = studio.get(f"{MAILS}/account-confirm")
    assert "Your words" not in page.text
    studio.post(f"{MAILS}/account-confirm", {"subject": "s", "intro": "i", "sign_off": ""})
    assert not Wording.objects.with_scopes_disabled().exists()


def test_a_test_goes_to_oneself_only(
    studio: Client, in_scope: "Organisation", deliver: Callable[[], None]
) -> None:
    studio.post(f"{MAILS}/issued/test", {"language": "en", "recipient": "x@y.example"})
    deliver()
    mail = StoredMail.objects.get()
    assert mail.recipient == "owner@harbour.example"
    assert mail.subject.startswith("Test: ")
    assert b"Content-ID: <badge>" in bytes(mail.raw)


def test_a_program_reads_what_came_back_and_corrects_the_address(
    credential: "Credential", in_scope: "Organisation"
) -> None:
    from skillmark.platform.orgs import api_keys
    from skillmark.platform.orgs.models import Scope

    outbox.dispatch_all()
    _back(credential)
    key = api_keys.create_api_key(in_scope, name="k", scopes=list(Scope.values), actor=None)
    client = Client(headers={"Authorization": f"Bearer {key.text}"})
    (mail,) = client.get("/api/v1/mails?state=open").json()["items"]
    assert (mail["state"], mail["words"]) == ("bounced", "550 5.1.1 No such user")
    url = f"/api/v1/credentials/{mail['credential']}/address"

    def correct(address: str) -> HttpResponse:
        return client.post(
            url,
            {"address": address},
            content_type="application/json",
            headers={"Idempotency-Key": f"k-{address}"},
        )

    assert correct("nothing").json()["code"] == "delivery.address_malformed"
    first, again = correct("new@right.example"), correct("new@right.example")
    assert first.status_code == 201
    assert first.json() == again.json()
    assert client.get("/api/v1/mails?state=open").json() == {"items": [], "next_page": None}
    assert client.get("/api/v1/mails?search=right&limit=1").json()["items"][0] == first.json()
