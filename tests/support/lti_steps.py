"""Steps of a launch, and what a refusal has to look like."""

from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse

if TYPE_CHECKING:
    from skillmark.platform.lti.models import Registration


def refused(got: Any, code: str) -> None:
    """The page names the code, says what to do, and nobody is signed in or connected."""
    assert got.status_code in {400, 403, 404, 409, 410, 422}, got.status_code
    assert code in got.text
    assert "Open the link" in got.text or "Ask whoever" in got.text or "Sign" in got.text
    from skillmark.platform.lti.models import AccountLink, Launch

    assert not Launch.objects.exists()
    assert not AccountLink.objects.exists()


def post(browser: Client, registration: "Registration", state: str, token: str) -> Any:
    where = reverse("lti:launch", args=[registration.pk])
    return browser.post(where, {"state": state, "id_token": token})
