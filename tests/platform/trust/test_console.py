"""The trust pages of the console: who sees them, what they do, and what they leave behind."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django import Settings as SettingsWrapper

from skillmark.platform.events.models import AuditEntry
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.people.models import User
from skillmark.platform.trust import documents, keys, pausing, signing
from skillmark.platform.trust.errors import PausedError, SigningHaltedError
from skillmark.platform.trust.models import KeyPurpose

PASSPHRASE = "correct horse battery staple"
SENT = {"passphrase": PASSPHRASE, "again": PASSPHRASE}

type PageOf = Callable[[str], str]


def acts(organisation: Organisation) -> list[str]:
    with organisation_scope(organisation):
        found = AuditEntry.objects.order_by("sequence")
        return list(found.values_list("action", flat=True))


def test_the_page_says_who_signs_and_that_no_copy_exists(
    studio: Client, organisation: Organisation, page: PageOf
) -> None:
    identity = documents.current_identity(organisation)
    assert identity is not None
    shown = studio.get(page("settings")).text
    assert identity.did in shown
    assert "There is no copy yet." in shown
    assert "It is your key itself" in shown
    assert page("backup") in shown
    assert "purpose=status" not in shown


def test_a_web_identity_shows_both_keys(
    studio: Client, settings: SettingsWrapper, organisation: Organisation, page: PageOf
) -> None:
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={"site_url": "https://skills.example"}
    )
    keys.ensure_identity(organisation)
    shown = studio.get(page("settings")).text
    assert "did:web:skills.example" in shown
    assert shown.count("?purpose=") == 2
    assert "Keys and identities of before" in shown  # the did:key it had before


@pytest.mark.parametrize("name", ["backup", "rotate"])
def test_the_password_is_asked_for_again(studio: Client, page: PageOf, name: str) -> None:
    answer = studio.get(page(name) + "?purpose=credential")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("name", ["backup", "rotate"])
def test_a_form_that_comes_too_late_leaves_no_passphrase_in_the_session(
    studio: Client, organisation: Organisation, page: PageOf, name: str
) -> None:
    before = acts(organisation)
    answer = studio.post(page(name), {**SENT, "purpose": "credential"})
    assert answer["Location"] == page(name)
    stored = [session.get_decoded() for session in Session.objects.all()]
    assert PASSPHRASE not in repr(stored)
    assert acts(organisation) == before


def test_a_copy_is_downloaded_noted_and_asked_for_no_more(
    proven: Client, organisation: Organisation, page: PageOf
) -> None:
    overview = reverse("orgs:overview", args=[organisation.slug])
    assert "Keep a copy of your keys" in proven.get(overview).text
    answer = proven.post(page("backup"), SENT)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith(
        f'attachment; filename="{organisation.slug}-keys-'
    )
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    assert acts(organisation)[-1] == "key.backed_up"
    assert "It holds every key that signs now." in proven.get(page("settings")).text
    keys.rotate(organisation, KeyPurpose.CREDENTIAL, actor=None)
    assert "Your copy is too old." in proven.get(page("settings")).text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"passphrase": "too short", "again": "too short"}, "at least 14"),
        ({"passphrase": PASSPHRASE, "again": "zebra crossing zone"}, "not the same"),
        (
            {"passphrase": "a long enough password", "again": "a long enough password"},
            "another one than your password",
        ),
        ({}, "required"),
    ],
)
def test_a_poor_passphrase_makes_no_copy(
    proven: Client,
    organisation: Organisation,
    page: PageOf,
    sent: dict[str, str],
    words: str,
) -> None:
    answer = proven.post(page("backup"), sent)
    assert words in answer.text
    assert not any(value in answer.text for value in sent.values())
    assert "key.backed_up" not in acts(organisation)


def test_replacing_a_key_is_explained_then_done(
    proven: Client, organisation: Organisation, page: PageOf
) -> None:
    old = keys.active_key(keys.ensure_identity(organisation), KeyPurpose.CREDENTIAL)
    shown = proven.get(page("rotate") + "?purpose=credential").text
    assert "Your identifier changes:" in shown
    answer = proven.post(page("rotate"), {"purpose": "credential"}, follow=True)
    assert "The key is replaced." in answer.text
    new = keys.active_key(keys.ensure_identity(organisation), KeyPurpose.CREDENTIAL)
    assert new.public_multikey != old.public_multikey
    assert acts(organisation)[-1] == "key.rotated"


@pytest.mark.parametrize("purpose", ["", "everything", "status"])
def test_a_key_that_is_not_there_is_not_replaced(
    proven: Client, organisation: Organisation, page: PageOf, purpose: str
) -> None:
    answer = proven.post(page("rotate"), {"purpose": purpose})
    assert answer["Location"] == page("settings")
    assert "key.rotated" not in acts(organisation)


def test_issuing_pauses_and_resumes(
    studio: Client, organisation: Organisation, page: PageOf
) -> None:
    identity = keys.ensure_identity(organisation)
    assert "required" in studio.post(page("pause"), {}).text
    studio.post(page("pause"), {"reason": "A drill"})
    with pytest.raises(SigningHaltedError):
        signing.open_signer(identity, KeyPurpose.CREDENTIAL)
    assert signing.open_signer(identity, KeyPurpose.STATUS)
    overview = reverse("orgs:overview", args=[organisation.slug])
    for address in (page("settings"), overview):
        shown = studio.get(address).text
        assert "Issuing is paused." in shown
        assert "A drill" in shown
    assert "paused already" in studio.post(page("pause"), {"reason": "x"}, follow=True).text
    assert "Issuing goes on." in studio.post(page("resume"), follow=True).text
    assert "not paused" in studio.post(page("resume"), follow=True).text
    assert signing.open_signer(identity, KeyPurpose.CREDENTIAL)
    assert acts(organisation)[-2:] == ["signing.paused", "signing.resumed"]


def test_what_the_operator_stopped_owners_cannot_resume(
    studio: Client, organisation: Organisation, user: User, page: PageOf
) -> None:
    signing.halt(reason="All of us", actor="system:operator")
    signing.halt(reason="This one", organisation=organisation)
    with pytest.raises(PausedError):
        pausing.resume(organisation, actor=user)
    shown = studio.get(page("settings")).text
    assert "The operator of this site has paused all issuing." in shown
    assert page("resume") not in shown


def test_only_owners_come_in(
    client_of: Callable[[User], Client], make_member: Callable[[Role], User], page: PageOf
) -> None:
    for role in Role:
        if role != Role.OWNER:
            browser = client_of(make_member(role))
            for name in ("settings", "backup", "rotate", "pause"):
                assert browser.get(page(name)).status_code == 403
