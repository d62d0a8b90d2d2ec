"""A learning platform on loopback, registered with the organisation; units and people as above."""

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from learning_platform import LearningPlatform
from pytest_django.fixtures import Settings

if TYPE_CHECKING:
    from django.http import HttpResponse

    from skillmark.platform.lti.models import Course, Registration
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

type Launched = Callable[..., HttpResponse]


@pytest.fixture
def lms(settings: Settings) -> Iterator[LearningPlatform]:
    """A platform that our fetcher may reach, and nothing else on loopback."""
    with LearningPlatform() as platform:
        update = {"fetch_origins": (platform.origin,)}
        settings.SKILLMARK = settings.SKILLMARK.model_copy(update=update)
        yield platform


@pytest.fixture
def registration(
    lms: LearningPlatform, in_scope: "Organisation", user: "User"
) -> "Registration":
    """The platform as an owner registered it; it knows our keys."""
    from skillmark.platform.lti import registering

    made = registering.register(in_scope, registering.Values(**lms.values()), actor=user)
    got = Client().get(reverse("lti:keys", args=[made.pk]))
    lms.tool_keys = json.loads(got.content)["keys"]
    return made


@pytest.fixture
def log_in(
    lms: LearningPlatform, registration: "Registration"
) -> Callable[..., dict[str, str]]:
    """Begin a login in a browser; returns what the platform is asked."""

    def run(browser: Client, at: "Registration | None" = None, **more: str) -> dict[str, str]:
        one = at or registration
        target = "http://127.0.0.1:8000" + reverse("lti:launch", args=[one.pk])
        said = {"iss": one.issuer, "login_hint": "h1", "target_link_uri": target}
        got = browser.post(reverse("lti:login", args=[one.pk]), said | more)
        assert got.status_code == 302, got.text
        assert got["Location"].startswith(f"{lms.origin}/auth?")
        return dict(parse_qsl(urlsplit(got["Location"]).query))

    return run


@pytest.fixture
def launch(
    lms: LearningPlatform, registration: "Registration", log_in: Callable[..., dict[str, str]]
) -> Launched:
    """Launch in a browser; the browser follows to our own page."""

    def run(browser: Client, **claims: Any) -> "HttpResponse":
        asked = log_in(browser)
        sent = {"state": asked["state"], "id_token": lms.sign(lms.say(asked, **claims))}
        got = browser.post(reverse("lti:launch", args=[registration.pk]), sent)
        if got.status_code != 303:
            return got
        return browser.get(got["Location"])

    return run


@pytest.fixture
def course(launch: Launched, registration: "Registration") -> "Course":
    """A course that somebody was launched from."""
    from skillmark.platform.lti.models import Course

    assert launch(Client()).status_code == 200
    return Course.objects.get(registration=registration)
