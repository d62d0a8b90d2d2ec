"""Rights in the console: from offer to credential, and from question to endorsement, by clicking."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from issued_credentials import published

from skillmark.platform.rights.models import Endorsement, Grant
from skillmark.platform.trust.models import StatusSlot

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

type MakeGrant = Callable[..., Grant]


@pytest.fixture
def at_kestrel(kestrel: "Organisation", kestrel_owner: "User") -> Client:
    client = Client()
    client.force_login(kestrel_owner)
    return client


def at(name: str, organisation: "Organisation", *more: Any) -> str:
    return reverse(f"rights:{name}", args=[organisation.slug, *more])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_without_anything_the_page_says_what_rights_are_good_for(
    studio: Client, organisation: "Organisation"
) -> None:
    text = text_of(studio, at("rights", organisation))
    assert "Nobody else issues for you" in text
    assert "Publish an achievement" in text_of(studio, at("offer", organisation))


def test_from_offer_to_issue_to_the_end(
    studio: Client,
    at_kestrel: Client,
    organisation: "Organisation",
    kestrel: "Organisation",
    forklift: "AchievementVersion",
) -> None:
    form = {
        "achievement": str(forklift.achievement_id),
        "other": f"https://skills.example/i/{organisation.slug}/",
        "months": "12",
        "valid_from": "",
        "note": "For our drivers.",
    }
    made = at_kestrel.post(at("offer", kestrel), form)
    grant = Grant.objects.with_scopes_disabled().get()
    assert made["Location"] == at("grant", kestrel, grant.pk)
    assert grant.valid_until is not None
    assert "has not decided yet" in text_of(at_kestrel, at("grant", kestrel, grant.pk))

    waiting = text_of(studio, at("rights", organisation))
    assert "Waiting for your decision" in waiting
    what = reverse("issuing:what", args=[organisation.slug])
    assert forklift.name not in text_of(studio, what)
    studio.post(at("grant-decide", organisation, grant.pk), {"act": "accept"})
    assert forklift.name in text_of(studio, what)
    issuer = text_of(Client(), f"/i/{organisation.slug}")
    assert "Who issues for whom" in issuer

    revoke = at("grant-revoke", kestrel, grant.pk)
    assert at_kestrel.post(revoke, {"reason": ""}).status_code == 422
    done = at_kestrel.post(revoke, {"reason": "The contract ended."}, follow=True)
    assert "cannot issue it any more" in done.content.decode()
    assert forklift.name not in text_of(studio, what)
    ended = text_of(studio, at("grant", organisation, grant.pk))
    assert "The contract ended." in ended
    assert (
        StatusSlot.objects.with_scopes_disabled()
        .get(subject_id=grant.pk, purpose="revocation")
        .value
    )


def test_who_may_not_decide_changes_nothing(
    studio: Client,
    at_kestrel: Client,
    organisation: "Organisation",
    kestrel: "Organisation",
    offer: MakeGrant,
) -> None:
    offered = offer()
    for client, side, act in (
        (at_kestrel, kestrel, "accept"),
        (at_kestrel, kestrel, "decline"),
        (studio, organisation, "withdraw"),
    ):
        answer = client.post(at("grant-decide", side, offered.pk), {"act": act})
        assert answer.status_code == 404
    assert studio.get(at("grant-revoke", organisation, offered.pk)).status_code == 404
    studio.post(at("grant-decide", organisation, offered.pk), {"act": "nonsense"})
    assert Grant.objects.with_scopes_disabled().get().state == "offered"


def test_a_wrong_form_says_what_is_wrong(
    at_kestrel: Client, kestrel: "Organisation", forklift: "AchievementVersion"
) -> None:
    form = {"achievement": str(forklift.achievement_id), "other": "nobody", "months": "12"}
    answer = at_kestrel.post(at("offer", kestrel), form)
    assert answer.status_code == 422
    assert "There is no other organisation" in answer.content.decode()


def test_from_question_to_endorsement_to_its_end(
    studio: Client,
    at_kestrel: Client,
    organisation: "Organisation",
    kestrel: "Organisation",
) -> None:
    version = published(organisation)
    form = {"about": str(version.achievement_id), "other": kestrel.slug, "note": "Please."}
    studio.post(at("ask", organisation), form)
    asked = Endorsement.objects.with_scopes_disabled().get()
    assert "Please." in text_of(at_kestrel, at("endorsement", kestrel, asked.pk))
    give = {"title": "Trusted partner", "comment": "We hire their people.", "last_day": ""}
    assert (
        at_kestrel.post(at("endorsement", kestrel, asked.pk), give | {"title": ""}).status_code
        == 422
    )
    at_kestrel.post(at("endorsement", kestrel, asked.pk), give)
    public = text_of(Client(), f"/e/{asked.pk}")
    assert "We hire their people." in public
    assert "Trusted partner" in text_of(Client(), f"/i/{organisation.slug}")
    at_kestrel.post(at("endorsement-revoke", kestrel, asked.pk), {"reason": "No more."})
    assert "Trusted partner" not in text_of(Client(), f"/i/{organisation.slug}")
    assert "Revoked" in text_of(Client(), f"/e/{asked.pk}")


def test_a_question_can_be_declined_and_taken_back(
    studio: Client,
    at_kestrel: Client,
    organisation: "Organisation",
    kestrel: "Organisation",
) -> None:
    for client, side, act, state in (
        (at_kestrel, kestrel, "refuse", "refused"),
        (studio, organisation, "withdraw", "withdrawn"),
    ):
        studio.post(at("ask", organisation), {"about": "", "other": kestrel.slug, "note": ""})
        asked = Endorsement.objects.with_scopes_disabled().get(state="asked")
        client.post(at("endorsement-decide", side, asked.pk), {"act": act})
        asked.refresh_from_db()
        assert asked.state == state
        assert Client().get(f"/e/{asked.pk}").status_code == 404


def test_what_is_written_stands_there_inert(
    studio: Client, at_kestrel: Client, organisation: "Organisation", kestrel: "Organisation"
) -> None:
    studio.post(
        at("ask", organisation), {"about": "", "other": kestrel.slug, "note": "<img src=x>"}
    )
    asked = Endorsement.objects.with_scopes_disabled().get()
    hostile = {"title": "<script>1</script>", "comment": "{{ 7*7 }}<b>", "last_day": ""}
    at_kestrel.post(at("endorsement", kestrel, asked.pk), hostile)
    for client, address in (
        (Client(), f"/e/{asked.pk}"),
        (studio, at("endorsement", organisation, asked.pk)),
        (Client(), f"/i/{organisation.slug}"),
    ):
        text = text_of(client, address)
        assert "<script>1" not in text
        assert "<img src=x" not in text
