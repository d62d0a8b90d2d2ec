"""Every operation of the OpenAPI document, called with whatever fits and does not fit it.

As nobody and with a key that may do everything: no answer of 500, none of an undocumented status,
kind or shape, and nothing behind a key without one.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from issued_credentials import issue, published
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

EXAMPLES = 15  # calls of one operation in one role and one mode
CHECKED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    from skillmark.platform.api import roof

    monkeypatch.setattr(roof.LIMIT, "requests", 10**6)


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Keep the test's transaction open over requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def operations(db: None, _one_connection: None) -> list[Any]:
    from skillmark.platform.wsgi import application

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture
def real(organisation: "Organisation") -> dict[str, str]:
    """The ids of things that exist, by the names of the parameters."""
    version = published(organisation)
    credential = issue(version)
    return {
        "achievement_id": str(version.achievement_id),
        "credential_id": str(credential.pk),
        "achievement": version.achievement.slug,
    }


@pytest.mark.parametrize("mode", MODES, ids=["fitting", "unfitting"])
@pytest.mark.parametrize("role", ["nobody", "full key"])
def test_no_call_breaks_the_api_or_its_word(
    operations: list[Any],
    make_key: Callable[..., str],
    real: dict[str, str],
    role: str,
    mode: GenerationMode,
) -> None:
    headers = {"Authorization": f"Bearer {make_key()}"} if role == "full key" else {}
    assert len(operations) > 10
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not _can_be_misused(operation):
            continue
        locked = bool(operation.definition.raw.get("security")) and not headers
        _exercise(operation, mode, headers, real, locked=locked)


def test_no_two_shapes_share_a_name() -> None:
    """The description of the API knows a shape by its name alone: the later one would win."""
    from ninja import Schema

    def below(kind: type) -> Iterator[type]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    ours = {one for one in below(Schema) if one.__module__.startswith("skillmark.")}
    names = Counter(one.__name__ for one in ours if not one.__name__.endswith("Filter"))
    assert [name for name, times in names.items() if times > 1] == []


def _can_be_misused(operation: Any) -> bool:
    """Whether a call has anything that could be wrong: a parameter, a body, a key."""
    raw = operation.definition.raw
    return any(raw.get(part) for part in ("parameters", "requestBody", "security"))


def _exercise(
    operation: Any,
    mode: GenerationMode,
    headers: dict[str, str],
    real: dict[str, str],
    *,
    locked: bool,
) -> None:
    @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def call(case: Any, known: bool) -> None:
        if known:  # half of the calls speak of something that exists
            _point(case, real)
        response = case.call(headers=headers | {"Accept-Encoding": "identity"})
        case.validate_response(response, checks=CHECKED)
        if locked:
            assert response.status_code >= 400

    call()


def _point(case: Any, real: dict[str, str]) -> None:
    for place in (case.path_parameters, case.body):
        if isinstance(place, dict):
            for name in set(place) & set(real):
                place[name] = real[name]
