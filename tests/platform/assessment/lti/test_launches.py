"""Launches: who comes in, and who does not, each refusal with its own code and a page that helps."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from learning_platform import LearningPlatform
from lti_steps import post, refused

from skillmark.platform.events.models import AuditEntry
from skillmark.platform.lti import launching, messages, registering
from skillmark.platform.lti.models import AccountLink, Launch, LoginState, Placement

if TYPE_CHECKING:
    from conftest import Launched
    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.lti.models import Registration
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db
type LogIn = Callable[..., dict[str, str]]


def _signed_in(user: "User") -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_a_learner_goes_to_their_work(
    launch: "Launched", plan: "Plan", learner: "User", registration: "Registration"
) -> None:
    browser = _signed_in(learner)
    page = launch(browser, custom={"unit": str(plan.pk)})
    assert page.status_code == 200
    assert "Connect and go on" in page.text
    assert "mark@learner.example" in page.text
    page = browser.post(page.request["PATH_INFO"], follow=True)
    assert page.redirect_chain[-1][0] == reverse("assessment:begin", args=[plan.pk])
    link = AccountLink.objects.get()
    assert (link.user, link.subject, link.registration) == (learner, "person-1", registration)
    assert AuditEntry.objects.filter(action="platform.linked").count() == 1
    again = launch(browser, custom={"unit": str(plan.pk)})  # known: straight on
    assert again.status_code == 302
    assert again["Location"] == reverse("assessment:begin", args=[plan.pk])
    place = Placement.objects.get()
    assert (place.plan, place.resource) == (plan, "link-1")
    assert place.line_item.endswith("/lines/unit")


def test_a_launch_signs_nobody_in(launch: "Launched", learner: "User") -> None:
    browser = _signed_in(learner)
    browser.post(launch(browser).request["PATH_INFO"])
    assert AccountLink.objects.filter(user=learner).exists()
    stranger = Client()  # the same person of the platform, in a browser without an account
    page = launch(stranger)
    assert "Your platform does not sign you in" in page.text
    assert "_auth_user_id" not in stranger.session
    assert learner.email not in page.text


def test_a_suspended_account_stays_out(launch: "Launched", learner: "User") -> None:
    browser = _signed_in(learner)
    browser.post(launch(browser).request["PATH_INFO"])
    learner.is_active = False
    learner.save()
    page = launch(browser)
    assert page.status_code == 200
    assert "Sign in to go on" in page.text
    page = Client().post(
        reverse("account_login"), {"login": learner.email, "password": "a long enough password"}
    )
    assert "_auth_user_id" not in page.client.session


@pytest.mark.parametrize(
    ("email", "words"),
    [
        pytest.param("owner@harbour.example", "owner@harbour.example", id="somebody else's"),
        pytest.param(None, "share addresses", id="none"),
    ],
)
def test_an_address_that_is_not_proven_connects_nobody(
    launch: "Launched", learner: "User", email: str | None, words: str
) -> None:
    browser = _signed_in(learner)
    page = launch(browser, email=email)
    assert page.status_code == 409
    assert "lti.address" in page.text
    assert words in page.text
    assert browser.post(page.request["PATH_INFO"]).status_code == 409
    assert not AccountLink.objects.exists()


def test_a_person_of_the_platform_has_one_account(
    launch: "Launched", learner: "User", make_user: Any
) -> None:
    browser = _signed_in(learner)
    browser.post(launch(browser).request["PATH_INFO"])
    other = _signed_in(make_user("other@learner.example"))
    page = launch(other, email="other@learner.example")
    assert page.status_code == 409
    assert "lti.other_account" in page.text
    assert AccountLink.objects.get().user == learner


def test_a_launch_counts_once(
    lms: LearningPlatform, log_in: LogIn, registration: "Registration"
) -> None:
    browser = Client()
    asked = log_in(browser)
    token = lms.sign(lms.say(asked))
    assert post(browser, registration, asked["state"], token).status_code == 303
    Launch.objects.all().delete()
    refused(post(browser, registration, asked["state"], token), "lti.state")
    fresh = log_in(browser)["state"]  # the old token with a new state
    refused(post(browser, registration, fresh, token), "lti.nonce")


def test_a_refused_launch_uses_its_state_up(
    lms: LearningPlatform, log_in: LogIn, registration: "Registration"
) -> None:
    browser = Client()
    asked = log_in(browser)
    refused(
        post(browser, registration, asked["state"], lms.unsigned(lms.say(asked))),
        "lti.algorithm",
    )
    good = lms.sign(lms.say(asked))
    refused(post(browser, registration, asked["state"], good), "lti.state")


@pytest.mark.parametrize("state", ["", "x" * 43, "x" * 10_000, "\0", "'; DROP TABLE x; --"])
def test_a_state_we_did_not_give(
    lms: LearningPlatform, log_in: LogIn, registration: "Registration", state: str
) -> None:
    browser = Client()
    token = lms.sign(lms.say(log_in(browser)))
    refused(post(browser, registration, state, token), "lti.state")


def test_a_late_launch(
    lms: LearningPlatform, log_in: LogIn, registration: "Registration"
) -> None:
    browser = Client()
    asked = log_in(browser)
    LoginState.objects.update(expires_at=timezone.now())
    refused(post(browser, registration, asked["state"], lms.sign(lms.say(asked))), "lti.state")
    launching.forget_old(timezone.now() + timedelta(seconds=1))
    assert not LoginState.objects.exists()


def test_another_tenant_cannot_answer_our_login(
    lms: LearningPlatform, log_in: LogIn, registration: "Registration", make_organisation: Any
) -> None:
    """The same platform, client and keys at two tenants: a launch belongs to the one it began at."""
    from skillmark.platform.orgs.access import organisation_scope

    other = make_organisation()
    with organisation_scope(other):
        theirs = registering.register(other, registering.Values(**lms.values()), actor=None)
    browser = Client()
    asked = log_in(browser)
    token = lms.sign(lms.say(asked))
    got = post(browser, theirs, asked["state"], token)
    assert "lti.state" in got.text
    assert post(browser, registration, asked["state"], token).status_code == 303
    with organisation_scope(other):
        assert not Launch.objects.exists()


def test_a_unit_of_another_tenant_leads_nowhere(
    launch: "Launched", learner: "User", make_organisation: Any, plan: "Plan"
) -> None:
    browser = _signed_in(learner)
    browser.post(launch(browser).request["PATH_INFO"])
    type(plan).objects.filter(pk=plan.pk).update(organisation=make_organisation())
    got = launch(browser, custom={"unit": str(plan.pk)})
    assert got["Location"] == reverse("programmes:learning")
    assert not Placement.objects.exists()
    for odd in ("x", 7, None, ["x"], "\0"):
        assert launch(browser, custom={"unit": odd}).status_code == 302


def test_a_launch_belongs_to_the_browser_that_began_it(
    lms: LearningPlatform, log_in: LogIn, registration: "Registration", learner: "User"
) -> None:
    attacker, victim = Client(), _signed_in(learner)
    asked = log_in(attacker)
    got = post(victim, registration, asked["state"], lms.sign(lms.say(asked)))
    page = victim.get(got["Location"])
    assert page.status_code == 403
    assert "lti.browser" in page.text
    log_in(victim)  # a cookie of a login of one's own does not help either
    assert "lti.browser" in victim.get(got["Location"]).text
    assert attacker.get(got["Location"]).status_code == 200
    assert "lti.gone" in victim.get(reverse("lti:continue", args=["x" * 43])).text


def test_keys_are_kept_and_turned(
    lms: LearningPlatform, launch: "Launched", log_in: LogIn, registration: "Registration"
) -> None:
    launch(Client())
    launch(Client())
    assert lms.asked.count("/keys") == 1  # from the shelf
    lms.rotate()
    browser = Client()

    def with_new() -> Any:
        asked = log_in(browser)
        return post(browser, registration, asked["state"], lms.sign(lms.say(asked), kid="k2"))

    assert "lti.key" in with_new().text  # an unknown key may not make us ask all the time
    registration.refresh_from_db()
    registration.keys_at = timezone.now() - timedelta(minutes=1)
    registration.save()
    assert with_new().status_code == 303
    assert lms.asked.count("/keys") == 2


@pytest.mark.parametrize(
    "address",
    [
        "https://169.254.169.254/keys",
        "http://127.0.0.1:1/keys",
        "https://localhost/keys",
        "file:///etc/passwd",
        "https://[::ffff:127.0.0.1]/keys",
    ],
)
def test_keys_in_a_private_network_are_never_fetched(
    lms: LearningPlatform,
    launch: "Launched",
    registration: "Registration",
    user: "User",
    address: str,
) -> None:
    from skillmark.platform.lti.errors import InvalidError

    with pytest.raises(InvalidError) as caught:
        registering.change(
            registration,
            registering.Values(**(lms.values() | {"jwks_url": address})),
            actor=user,
        )
    assert set(caught.value.problems) == {"jwks_url"}
    type(registration).objects.update(jwks_url=address)  # however it came there
    refused(launch(Client()), "lti.key_set")


def test_a_suspended_platform(
    lms: LearningPlatform,
    log_in: LogIn,
    registration: "Registration",
    user: "User",
) -> None:
    browser = Client()
    asked = log_in(browser)
    registering.turn(registration, "suspended", actor=user)
    refused(
        post(browser, registration, asked["state"], lms.sign(lms.say(asked))), "lti.suspended"
    )
    where = reverse("lti:login", args=[registration.pk])
    refused(browser.post(where, {"iss": lms.origin}), "lti.suspended")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"iss": "https://evil.example"}, "lti.login"),
        ({"client_id": "tool-8"}, "lti.login"),
        ({"login_hint": ""}, "lti.login"),
        ({"lti_deployment_id": "2"}, "lti.login"),
        ({"target_link_uri": "https://evil.example/"}, "lti.target"),
        ({"target_link_uri": ""}, "lti.target"),
    ],
)
def test_a_login_that_is_not_ours(
    lms: LearningPlatform, registration: "Registration", more: dict[str, str], code: str
) -> None:
    target = "http://127.0.0.1:8000" + reverse("lti:launch", args=[registration.pk])
    said = {"iss": lms.origin, "login_hint": "h", "target_link_uri": target}
    refused(Client().post(reverse("lti:login", args=[registration.pk]), said | more), code)
    assert not LoginState.objects.exists()


def test_the_platform_may_say_no(registration: "Registration") -> None:
    got = Client().post(
        reverse("lti:launch", args=[registration.pk]), {"error": "login_required", "state": "x"}
    )
    refused(got, "lti.platform")
    assert Client().post(reverse("lti:launch", args=[uuid4()])).status_code == 404


def test_our_keys_tell_nothing_secret(registration: "Registration") -> None:
    got = Client().get(reverse("lti:keys", args=[registration.pk]))
    (key,) = got.json()["keys"]
    assert set(key) == {"kty", "alg", "use", "kid", "n", "e"}
    assert messages.VERSION == "1.3.0"


def test_the_cookie_of_logins(log_in: LogIn) -> None:
    browser = Client()
    log_in(browser)
    cookie = browser.cookies["skillmark-lti"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    kept = cookie.value
    log_in(browser)
    assert browser.cookies["skillmark-lti"].value == kept  # two courses in two windows
    assert not LoginState.objects.filter(binder=kept).exists()
