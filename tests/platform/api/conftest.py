"""A key that may do everything, and callers for the API."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from skillmark.platform.orgs.models import Scope

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

type Call = Callable[..., Any]


@pytest.fixture
def make_key(organisation: "Organisation") -> Callable[..., str]:
    """Make API keys of `organisation` with the scopes given, or with all."""
    from skillmark.platform.orgs.api_keys import create_api_key

    def make(*scopes: str) -> str:
        wanted = scopes or tuple(Scope.values)
        return create_api_key(organisation, name="Tests", scopes=wanted, actor=None).text

    return make


@pytest.fixture
def call(make_key: Callable[..., str]) -> Call:
    """Call the API with a full key; a ``key`` of None sends none."""
    full = make_key()

    def send(method: str, path: str, body: Any = None, *, key: str | None = full) -> Any:
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        return Client().generic(
            method,
            f"/api/v1{path}",
            data="" if body is None else data,
            content_type="application/json",
            headers={"authorization": f"Bearer {key}"} if key else {},
        )

    return send
