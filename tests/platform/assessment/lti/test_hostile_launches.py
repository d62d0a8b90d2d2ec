"""Launches with a claim that is wrong, or a token that is forged: each refused, with its own code."""

import base64
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from learning_platform import CLIENT, TEACHER, LearningPlatform
from lti_steps import post, refused

if TYPE_CHECKING:
    from conftest import Launched
    from skillmark.platform.lti.models import Registration

pytestmark = pytest.mark.django_db
type LogIn = Callable[..., dict[str, str]]


HOSTILE: dict[str, tuple[dict[str, Any], str]] = {
    "wrong issuer": ({"iss": "https://evil.example"}, "lti.issuer"),
    "wrong audience": ({"aud": "tool-8"}, "lti.audience"),
    "audience of others": ({"aud": ["tool-8", "tool-9"]}, "lti.audience"),
    "many audiences, no party": ({"aud": [CLIENT, "tool-8"]}, "lti.audience"),
    "another party": ({"aud": [CLIENT, "tool-8"], "azp": "tool-8"}, "lti.audience"),
    "party against audience": ({"azp": "tool-8"}, "lti.audience"),
    "another nonce": ({"nonce": "n"}, "lti.nonce"),
    "no nonce": ({"nonce": None}, "lti.nonce"),
    "expired": ({"exp": int(time.time()) - 3600}, "lti.expired"),
    "exp as text": ({"exp": "tomorrow"}, "lti.token"),
    "exp as truth": ({"exp": True}, "lti.token"),
    "no exp": ({"exp": None}, "lti.token"),
    "issued long ago": ({"iat": int(time.time()) - 86_400}, "lti.expired"),
    "issued in the future": ({"iat": int(time.time()) + 3_600}, "lti.expired"),
    "other deployment": ({"deployment_id": "2"}, "lti.deployment"),
    "no deployment": ({"deployment_id": None}, "lti.deployment"),
    "deployment as number": ({"deployment_id": 1}, "lti.deployment"),
    "other version": ({"version": "1.1"}, "lti.version"),
    "no version": ({"version": None}, "lti.version"),
    "other message": ({"message_type": "LtiSubmissionReviewRequest"}, "lti.message"),
    "no link": ({"resource_link": None}, "lti.message"),
    "deep linking to nowhere": (
        {"message_type": "LtiDeepLinkingRequest", "roles": [TEACHER]},
        "lti.message",
    ),
    "nobody": ({"sub": None}, "lti.subject"),
    "nobody's name": ({"sub": ""}, "lti.subject"),
    "a name too long": ({"sub": "x" * 256}, "lti.subject"),
    "another site": ({"target_link_uri": "https://evil.example/x"}, "lti.target"),
    "beside our site": (
        {"target_link_uri": "http://127.0.0.1:8000.evil.example/"},
        "lti.target",
    ),
    "user at our site": (
        {"target_link_uri": "http://127.0.0.1:8000@evil.example/"},
        "lti.target",
    ),
    "another scheme": ({"target_link_uri": "javascript:alert(1)"}, "lti.target"),
    "no target": ({"target_link_uri": None}, "lti.target"),
}


@pytest.mark.parametrize(("claims", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_claim_that_is_wrong(launch: "Launched", claims: dict[str, Any], code: str) -> None:
    refused(launch(Client(), **claims), code)


FORGED: dict[str, tuple[Callable[[LearningPlatform, dict[str, Any]], str], str]] = {
    "alg none": (lambda lms, said: lms.unsigned(said), "lti.algorithm"),
    "HS256 with the public key": (lambda lms, said: lms.with_secret(said), "lti.algorithm"),
    "RS512": (lambda lms, said: lms.sign(said, alg="RS512"), "lti.algorithm"),
    "a key in the header": (lambda lms, said: lms.with_key_of_its_own(said), "lti.algorithm"),
    "an address of keys in the header": (
        lambda lms, said: lms.sign(said, jku=f"{lms.origin}/evil"),
        "lti.algorithm",
    ),
    "critical extension": (lambda lms, said: lms.sign(said, crit=["x"]), "lti.algorithm"),
    "another type": (lambda lms, said: lms.sign(said, typ="at+jwt"), "lti.algorithm"),
    "no key named": (lambda lms, said: lms.sign(said, kid=None), "lti.algorithm"),
    "unknown key": (lambda lms, said: lms.sign(said, kid="k9"), "lti.key"),
    "a path as key": (lambda lms, said: lms.sign(said, kid="../../k1"), "lti.key"),
    "changed afterwards": (
        lambda lms, said: ".".join(
            one.split(".")[part]
            for part, one in enumerate(
                (lms.sign(said), lms.sign(said | {"sub": "boss"}), lms.sign(said))
            )
        ),
        "lti.signature",
    ),
    "huge": (lambda lms, said: lms.sign(said | {"x": "x" * 100_000}), "lti.token"),
    "no token": (lambda *_: "", "lti.token"),
    "two parts": (lambda *_: "e30.e30", "lti.token"),
    "padded": (lambda lms, said: lms.sign(said) + "=", "lti.token"),
    "letters of elsewhere": (lambda *_: "é.é.é", "lti.token"),
    "an array": (lambda *_: "W10.W10.W10", "lti.token"),
}


@pytest.mark.parametrize(("forge", "code"), FORGED.values(), ids=FORGED)
def test_a_token_that_is_forged(
    lms: LearningPlatform,
    log_in: LogIn,
    registration: "Registration",
    forge: Callable[[LearningPlatform, dict[str, Any]], str],
    code: str,
) -> None:
    browser = Client()
    asked = log_in(browser)
    token = forge(lms, lms.say(asked))
    refused(post(browser, registration, asked["state"], token), code)
    if code in {"lti.algorithm", "lti.token"}:
        assert "/keys" not in lms.asked  # nothing is fetched for it


def test_a_claim_written_twice_has_no_reading(
    lms: LearningPlatform, log_in: LogIn, registration: "Registration"
) -> None:
    browser = Client()
    asked = log_in(browser)
    header, _payload, signature = lms.sign(lms.say(asked)).split(".")
    twice = base64.urlsafe_b64encode(b'{"sub":"a","sub":"b"}').rstrip(b"=").decode()
    refused(
        post(browser, registration, asked["state"], f"{header}.{twice}.{signature}"),
        "lti.token",
    )
