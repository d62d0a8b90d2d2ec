"""What the tests of the trust pages share."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from skillmark.platform.orgs.models import Organisation

PASSWORD = "a long enough password"  # of every account of the tests


@pytest.fixture
def page(organisation: Organisation) -> Callable[[str], str]:
    """Return the address of a page of the trust app."""

    def at(name: str) -> str:
        return reverse(f"trust:{name}", args=[organisation.slug])

    return at


@pytest.fixture
def proven(studio: Client) -> Client:
    """The owner's browser, in which the password was asked for again just now."""
    answer = studio.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302
    return studio
