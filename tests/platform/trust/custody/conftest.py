"""The site under another key-encryption key, or with places where keys may live."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from key_places import HardToken, hard_token, key_service
from pydantic import SecretStr
from pytest_django import Settings as SettingsWrapper

type Configure = Callable[..., None]


@pytest.fixture
def configure(settings: SettingsWrapper) -> Configure:
    """Set addresses as the environment would: `key_encryption=…`, `key_places=…`."""

    def change(**addresses: str) -> None:
        secret = {name: SecretStr(value) for name, value in addresses.items()}
        settings.SKILLMARK = settings.SKILLMARK.model_copy(update=secret)

    return change


@pytest.fixture
def at_home(settings: SettingsWrapper) -> None:
    """The site has a real https address, so organisations get a did:web."""
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={"site_url": "https://skills.example"}
    )


@pytest.fixture
def hard() -> HardToken:
    return hard_token()


@pytest.fixture
def service() -> Iterator[Any]:
    with key_service() as client:
        yield client
