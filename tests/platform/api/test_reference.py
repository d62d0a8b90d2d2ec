"""The OpenAPI document and the page made of it."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_every_operation_names_its_errors() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, item in document["paths"].items():
        for method, operation in item.items():
            responses = operation["responses"]
            assert "429" in responses, (path, method)
            if operation.get("security"):
                assert {"401", "403"} <= set(responses), (path, method)
                assert path == "/api/v1/organisation" or operation["x-scopes"], path
    ids = [op["operationId"] for item in document["paths"].values() for op in item.values()]
    assert len(ids) == len(set(ids))


def test_the_page_shows_every_operation_and_asks_nobody_else() -> None:
    answer = Client().get("/api/v1/docs")
    page = answer.content.decode()
    document = Client().get("/api/v1/openapi.json").json()
    assert answer.status_code == 200
    assert not answer.cookies
    for item in document["paths"].values():
        for operation in item.values():
            assert f'id="{operation["operationId"]}"' in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)', page)
    assert "achievements:write" in page
