"""Achievements over the API, with every way to be refused."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from skillmark.platform.catalog import selectors

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

type Call = Callable[..., Any]

FIRE = {
    "name": "Fire prevention",
    "description": "Prevents and fights small fires at work.",
    "criteria_markdown": "Pass the practical test.",
    "outcomes": ["Choose the right extinguisher"],
    "workload_hours": 3,
    "alignments": [{"target_name": "Fire", "target_url": "https://skills.example/1"}],
}


def test_draft_publish_read_list(call: Call, in_scope: "Organisation") -> None:
    made = call("POST", "/achievements", FIRE)
    assert made.status_code == 201
    one = made.json()
    assert (one["slug"], one["state"], one["published"]) == ("fire-prevention", "draft", None)
    published = call("POST", f"/achievements/{one['id']}/publish").json()
    assert published["published"]["number"] == 1
    assert published["published"]["workload_hours"] == 3
    assert call("GET", f"/achievements/{one['id']}").json() == published
    assert Client().get(f"/a/{published['published']['id']}").status_code == 200
    assert selectors.issuable().get().name == "Fire prevention"

    call("POST", "/achievements", FIRE | {"name": "Heavy weights"})
    page = call("GET", "/achievements?page_size=1&page=2").json()
    assert (page["total"], len(page["items"])) == (2, 1)
    assert page["items"][0]["name"] == "Fire prevention"
    assert call("GET", "/achievements?state=published").json()["total"] == 1
    assert call("GET", "/achievements?search=heavy").json()["total"] == 1


def test_whose_key_it_is(call: Call, organisation: "Organisation") -> None:
    answer = call("GET", "/organisation").json()
    assert answer["slug"] == organisation.slug
    assert "credentials:issue" in answer["scopes"]


REFUSALS = {
    "no key": ("GET", "/achievements", None, None, 401, "orgs.key_missing"),
    "a key of nobody": (
        "GET",
        "/achievements",
        None,
        "smk_00000000_x",
        401,
        "orgs.key_invalid",
    ),
    "an unknown id": ("GET", f"/achievements/{uuid4()}", None, "", 404, "http.not_found"),
    "no id at all": ("GET", "/achievements/1", None, "", 404, "http.not_found"),
    "an unknown address": ("GET", "/badges", None, "", 404, "http.not_found"),
    "a wrong method": ("DELETE", "/achievements", None, "", 405, "api.method_not_allowed"),
    "no body": ("POST", "/achievements", None, "", 422, "api.invalid_input"),
    "broken JSON": ("POST", "/achievements", b"{", "", 400, "json.syntax"),
    "a key twice": (
        "POST",
        "/achievements",
        b'{"name":"a","name":"b"}',
        "",
        400,
        "json.duplicate_key",
    ),
    "not a number": ("POST", "/achievements", b'{"credits":NaN}', "", 400, "json.not_finite"),
    "deep JSON": ("POST", "/achievements", b"[" * 5_000, "", 400, "json.depth"),
    "a list": ("POST", "/achievements", b"[]", "", 422, "api.invalid_input"),
    "a name that is too long": (
        "POST",
        "/achievements",
        FIRE | {"name": "x" * 201},
        "",
        422,
        "api.invalid_input",
    ),
    "a kind that does not exist": (
        "POST",
        "/achievements",
        FIRE | {"achievement_type": "Medal"},
        "",
        422,
        "catalog.content_invalid",
    ),
    "a name of control characters": (
        "POST",
        "/achievements",
        FIRE | {"name": "\x01\x02"},
        "",
        422,
        "catalog.content_invalid",
    ),
    "a page that is none": (
        "GET",
        "/achievements?page=0",
        None,
        "",
        422,
        "api.invalid_input",
    ),
    "a NUL in a search": ("GET", "/achievements?search=%00", None, "", 400, "api.nul"),
    "a NUL in a text": ("POST", "/achievements", b'{"name":"a\\u0000b"}', "", 400, "api.nul"),
    "a NUL in a name": ("POST", "/achievements", b'{"\\u0000":1}', "", 400, "api.nul"),
}


@pytest.mark.parametrize(
    ("method", "path", "body", "key", "status", "code"), REFUSALS.values(), ids=REFUSALS
)
def test_every_refusal_is_a_problem_document(  # noqa: PLR0917 - the columns of the table
    call: Call, method: str, path: str, body: Any, key: str | None, status: int, code: str
) -> None:
    answer = call(method, path, body) if key == "" else call(method, path, body, key=key)
    assert answer.status_code == status
    if code:
        problem = answer.json()
        assert answer["Content-Type"] == "application/problem+json"
        assert (problem["code"], problem["status"]) == (code, status)
        assert problem["title"]
        assert problem["detail"]
        if status == 401:
            assert answer["WWW-Authenticate"] == "Bearer"
        if status == 405:
            assert answer["Allow"] == "GET, POST"


def test_a_body_of_another_kind_is_refused(make_key: Callable[..., str]) -> None:
    answer = Client().post(
        "/api/v1/achievements",
        b"name=x",
        "application/x-www-form-urlencoded",
        headers={"authorization": f"Bearer {make_key()}"},
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "api.unsupported_media")


def test_a_body_that_is_too_large_is_refused(call: Call) -> None:
    body = b'{"name":"' + b"x" * 3_000_000 + b'"}'
    answer = call("POST", "/achievements", body)
    assert (answer.status_code, answer.json()["code"]) == (413, "json.size")
    answer = call("POST", "/achievements", body * 3)
    assert (answer.status_code, answer.json()["code"]) == (413, "api.too_large")


def test_a_scope_that_is_missing_is_named(call: Call, make_key: Callable[..., str]) -> None:
    reader = make_key("achievements:read")
    assert call("GET", "/achievements", key=reader).status_code == 200
    answer = call("POST", "/achievements", FIRE, key=reader)
    assert (answer.status_code, answer.json()["code"]) == (403, "orgs.scope_missing")
    assert answer.json()["facts"]["scope"] == "achievements:write"


def test_a_key_in_the_address_is_refused(call: Call, make_key: Callable[..., str]) -> None:
    answer = call("GET", f"/achievements?key={make_key()}")
    assert (answer.status_code, answer.json()["code"]) == (400, "orgs.key_in_query")


def test_what_is_not_ready_names_what_is_missing(call: Call) -> None:
    one = call("POST", "/achievements", {"name": "Bare"}).json()
    answer = call("POST", f"/achievements/{one['id']}/publish")
    assert (answer.status_code, answer.json()["code"]) == (422, "catalog.not_ready")
    assert [e["where"] for e in answer.json()["errors"]] == ["description", "criteria_markdown"]
    whole = call("POST", "/achievements", FIRE).json()
    call("POST", f"/achievements/{whole['id']}/publish")
    again = call("POST", f"/achievements/{whole['id']}/publish")
    assert (again.status_code, again.json()["code"]) == (409, "catalog.no_draft")


def test_a_tenant_never_sees_another(
    call: Call, other_organisation: "Organisation", in_scope: "Organisation"
) -> None:
    from skillmark.platform.orgs.api_keys import create_api_key
    from skillmark.platform.orgs.models import Scope

    mine = call("POST", "/achievements", FIRE).json()
    theirs = create_api_key(other_organisation, name="x", scopes=Scope.values, actor=None).text
    for method, end in (("GET", ""), ("POST", "/publish")):
        answer = call(method, f"/achievements/{mine['id']}{end}", key=theirs)
        assert (answer.status_code, answer.json()["code"]) == (404, "http.not_found")
    assert call("GET", "/achievements", key=theirs).json()["total"] == 0


def test_nothing_can_be_smuggled_in(call: Call, other_organisation: "Organisation") -> None:
    extra = {"state": "published", "organisation_id": str(other_organisation.pk), "number": 9}
    one = call("POST", "/achievements", FIRE | extra).json()
    assert (one["state"], one["newest"]["number"]) == ("draft", 1)


def test_too_many_requests_are_told_when_to_come_back(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.api import roof

    monkeypatch.setattr(roof.LIMIT, "requests", 2)
    answers = [call("GET", "/organisation") for _ in range(4)]
    assert answers[-1].status_code == 429
    assert answers[-1].json()["code"] == "http.too_many"
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


def test_a_form_with_odd_values_is_no_error_of_ours(make_key: Callable[..., str]) -> None:
    file = SimpleUploadedFile("x\x00.csv", b"name,email\n\x00,\x00\n")
    for achievement in ("a\x00b", "\ud800".encode("utf-8", "surrogatepass"), "x" * 5_000):
        answer = Client().post(
            "/api/v1/batches",
            {"achievement": achievement, "file": file},
            headers={"authorization": f"Bearer {make_key()}"},
        )
        assert 400 <= answer.status_code < 500
        assert answer.json()["code"]
