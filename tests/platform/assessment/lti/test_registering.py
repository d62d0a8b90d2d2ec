"""Platforms as an owner registers, tests, suspends and removes them; as they register themselves."""

import json
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from learning_platform import CLIENT, DEPLOYMENT, TEACHER, LearningPlatform, unb64

from skillmark.platform.events.models import AuditEntry
from skillmark.platform.lti import registering, toolkeys
from skillmark.platform.lti.models import Course, Registration, RegistrationLink
from skillmark.platform.trust.models import SealedSecret

if TYPE_CHECKING:
    from conftest import Launched
    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(user: "User") -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _acts() -> list[str]:
    rows = AuditEntry.objects.filter(action__startswith="platform.").order_by("sequence")
    return list(rows.values_list("action", flat=True))


def test_a_platform_from_first_to_last(
    lms: LearningPlatform, owner: Client, in_scope: "Organisation"
) -> None:
    values = lms.values() | {"deployments": f" {DEPLOYMENT} \n\n{DEPLOYMENT}\n7"}
    got = owner.post(reverse("lti:new", args=[in_scope.slug]), values)
    made = Registration.objects.get()
    assert got["Location"] == reverse("lti:platform", args=[in_scope.slug, made.pk])
    assert made.deployments == [DEPLOYMENT, "7"]
    page = owner.get(got["Location"])
    for name in ("login", "launch", "keys"):
        assert f"http://127.0.0.1:8000/lti/{made.pk}/{name}" in page.text
    assert owner.post(reverse("lti:new", args=[in_scope.slug]), values).status_code == 422
    lms.tool_keys = [dict(one) for one in toolkeys.key_set(in_scope)]  # type: ignore[misc]
    page = owner.post(reverse("lti:test", args=[in_scope.slug, made.pk]), follow=True)
    assert "It works" in page.text
    lms.broken = {"/keys"}
    page = owner.post(reverse("lti:test", args=[in_scope.slug, made.pk]), follow=True)
    assert "The platform&#x27;s keys cannot be got" in page.text
    edit = reverse("lti:edit", args=[in_scope.slug, made.pk])
    assert DEPLOYMENT in owner.get(edit).text
    assert owner.post(edit, values | {"name": "Moodle"}).status_code == 302
    assert owner.post(edit, values | {"token_url": "https://10.0.0.1/"}).status_code == 422
    turn = reverse("lti:turn", args=[in_scope.slug, made.pk])
    assert "Suspended" in owner.post(turn, follow=True).text
    assert "taken again" in owner.post(turn, follow=True).text
    assert "Moodle" in owner.get(reverse("lti:platforms", args=[in_scope.slug])).text
    remove = reverse("lti:remove", args=[in_scope.slug, made.pk])
    assert "Remove “Moodle”" in owner.get(remove).text
    owner.post(remove)
    assert not Registration.objects.exists()
    assert _acts() == [
        "platform.registered",
        "platform.changed",
        "platform.suspended",
        "platform.resumed",
        "platform.removed",
    ]
    page = owner.get(reverse("orgs:audit", args=[in_scope.slug]))
    assert "Learning platform registered" in page.text


def test_the_key_is_sealed_and_survives_a_new_passphrase(
    in_scope: "Organisation", settings: Any
) -> None:
    from skillmark.platform.trust import keys

    (before,) = toolkeys.key_set(in_scope)
    row = SealedSecret.objects.get()
    assert b"PRIVATE" not in bytes(row.ciphertext)
    secret = keys.open_secret(row)
    keys.change_passphrase(settings.SKILLMARK.key_encryption_passphrase(), "another passphrase")
    update = {"key_passphrase": type(settings.SKILLMARK.secret_key)("another passphrase")}
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update=update)
    row = SealedSecret.objects.select_related("encryption").get()
    assert keys.open_secret(row) == secret
    assert toolkeys.key_set(in_scope) == [before]


def test_a_key_that_no_longer_opens_is_replaced(in_scope: "Organisation") -> None:
    toolkeys.key_set(in_scope)
    SealedSecret.objects.update(ciphertext=b"x" * 40)
    assert toolkeys.sign(in_scope, {"iss": "x", "exp": int(time.time()) + 60}).count(".") == 2
    assert len(toolkeys.key_set(in_scope)) == 2


def _link(owner: Client, slug: str) -> str:
    page = owner.post(reverse("lti:link", args=[slug]))
    start = page.text.index("/lti/register/")
    return page.text[start : start + len("/lti/register/") + 43]


def test_a_platform_registers_itself_once(
    lms: LearningPlatform, owner: Client, in_scope: "Organisation"
) -> None:
    address, frame = _link(owner, in_scope.slug), Client()
    asked = {
        "openid_configuration": f"{lms.origin}/.well-known/openid-configuration",
        "registration_token": "t0ken",
    }
    page = frame.get(address, asked)
    assert lms.origin in page.text
    assert f"frame-ancestors {lms.origin}" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    assert not Registration.objects.exists()  # looking changes nothing
    assert (
        frame.post(address, asked, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    )
    assert "is registered" in frame.post(address, asked).text
    made = Registration.objects.get()
    assert (made.issuer, made.client_id, made.deployments) == (lms.origin, CLIENT, [DEPLOYMENT])
    ((token, said),) = lms.registered
    assert token == "Bearer t0ken"
    assert said["initiate_login_uri"].endswith(f"/lti/{made.pk}/login")
    assert said["token_endpoint_auth_method"] == "private_key_jwt"
    assert frame.post(address, asked).status_code == 410
    assert _acts() == ["platform.link_made", "platform.registered"]


@pytest.mark.parametrize(
    "address",
    ["", "https://127.0.0.1/", "http://169.254.169.254/latest", "x" * 5_000, "http://[::1]/"],
)
def test_a_configuration_from_nowhere(
    lms: LearningPlatform, owner: Client, in_scope: "Organisation", address: str
) -> None:
    link = _link(owner, in_scope.slug)
    for method in ("get", "post"):
        got = getattr(Client(), method)(link, {"openid_configuration": address})
        assert got.status_code == 422
        assert "lti.registration" in got.text
    assert RegistrationLink.objects.get().used_at is None


def test_a_link_ends(lms: LearningPlatform, owner: Client, in_scope: "Organisation") -> None:
    link = _link(owner, in_scope.slug)
    RegistrationLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(link).status_code == 410
    assert Client().get(reverse("lti:register", args=["x" * 43])).status_code == 410


def test_a_platform_that_cannot_register_may_try_again(
    lms: LearningPlatform, owner: Client, in_scope: "Organisation"
) -> None:
    link = _link(owner, in_scope.slug)
    asked = {"openid_configuration": f"{lms.origin}/.well-known/openid-configuration"}
    lms.broken = {"/register"}
    assert Client().post(link, asked).status_code == 422
    lms.broken = set()
    assert "is registered" in Client().post(link, asked).text


def test_who_teaches_chooses_a_unit(
    lms: LearningPlatform, launch: "Launched", plan: "Plan", registration: Registration
) -> None:
    settings_claim = {
        "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings": {
            "deep_link_return_url": f"{lms.origin}/back",
            "data": "d1",
        }
    }
    say = lms.say
    lms.say = lambda asked, **more: say(asked, **more) | settings_claim  # type: ignore[method-assign]
    told = {"message_type": "LtiDeepLinkingRequest", "resource_link": None}
    got = launch(Client(), **told)
    assert got.status_code == 403
    assert "lti.role" in got.text
    browser = Client()
    page = launch(browser, **told, roles=[TEACHER])
    assert "Fire prevention" in page.text
    back = browser.post(page.request["PATH_INFO"], {"unit": str(plan.pk)})
    assert f"form-action {lms.origin}" in back["Content-Security-Policy"]
    token = back.text.partition('name="JWT" value="')[2].partition('"')[0]
    said = json.loads(unb64(token.split(".")[1]))
    deep = "https://purl.imsglobal.org/spec/lti-dl/claim/"
    (item,) = said[f"{deep}content_items"]
    assert (said["iss"], said["aud"], said[f"{deep}data"]) == (CLIENT, lms.origin, "d1")
    assert item["custom"] == {"unit": str(plan.pk)}
    assert item["url"].endswith(f"/lti/{registration.pk}/launch")
    for odd in ("", "x", "0" * 32):
        assert "Choose a unit" in browser.post(page.request["PATH_INFO"], {"unit": odd}).text
    assert Course.objects.count() == 1


def test_another_tenant_sees_nothing(
    lms: LearningPlatform, registration: Registration, make_organisation: Any, make_user: Any
) -> None:
    stranger = make_user()
    other = make_organisation(owner=stranger)
    browser = Client()
    browser.force_login(stranger)
    for view in ("platform", "edit", "remove"):
        assert (
            browser.get(reverse(f"lti:{view}", args=[other.slug, registration.pk])).status_code
            == 404
        )
    assert (
        browser.get(reverse("lti:platforms", args=[registration.organisation.slug])).status_code
        == 404
    )
    assert registering.is_reachable(registration.jwks_url)
