"""The REST API of issuing: once under a key, never across tenants, every error named."""

import json
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

ALL = ("credentials:issue", "credentials:read", "credentials:revoke")
MARK = {"name": "Mark Olsen", "email": "mark@people.example"}

type MakeApi = Callable[..., "Api"]


class Api:
    """A client with a key."""

    def __init__(self, token: str) -> None:
        self._client = Client()
        self._auth = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **query: Any) -> Any:
        return self._client.get(f"/api/v1{path}", query, headers=self._auth)

    def post(self, path: str, body: Any, *, key: str | None = None) -> Any:
        headers = self._auth | ({"Idempotency-Key": key} if key is not None else {})
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        return self._client.post(
            f"/api/v1{path}", data, content_type="application/json", headers=headers
        )

    def upload(self, path: str, data: bytes, **fields: str) -> Any:
        file = SimpleUploadedFile("people.csv", data, "text/csv")
        return self._client.post(f"/api/v1{path}", {"file": file, **fields}, headers=self._auth)


@pytest.fixture
def make_api(organisation: "Organisation", user: "User") -> MakeApi:
    from skillmark.platform.orgs import api_keys
    from skillmark.platform.orgs.access import organisation_scope

    def make(*scopes: str, of: "Organisation | None" = None) -> Api:
        owner = of or organisation
        with organisation_scope(owner):
            issued = api_keys.create_api_key(
                owner, name="test", scopes=list(scopes or ALL), actor=user
            )
        return Api(issued.text)

    return make


@pytest.fixture
def api(make_api: MakeApi, version: "AchievementVersion") -> Api:
    return make_api()


def asked(**more: Any) -> dict[str, Any]:
    return {"achievement": "fire-prevention", "recipient": MARK, **more}


def test_issue_read_list(api: Api) -> None:
    made = api.post("/credentials", asked())
    assert made.status_code == 201, made.content
    body = made.json()
    assert body["state"] == "active"
    assert body["recipient"] == {**MARK, "identifier": ""}
    assert api.get(f"/credentials/{body['id']}").json() == body
    assert api.get("/credentials").json() == {"items": [body], "next_cursor": None}
    assert (
        Client().get(body["json_url"].removeprefix("http://127.0.0.1:8000")).status_code == 200
    )


def test_the_same_key_gives_the_same_answer_and_one_credential(api: Api) -> None:
    from skillmark.platform.issuing.models import Credential, Delivery

    first = api.post("/credentials", asked(), key="order-1")
    second = api.post("/credentials", asked(), key="order-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Credential.objects.count() == Delivery.objects.count() == 1


def test_the_same_key_for_another_body_is_refused(api: Api) -> None:
    api.post("/credentials", asked(), key="order-1")
    other = api.post("/credentials", asked(send_mail=False), key="order-1")
    assert other.json()["code"] == "idempotency.key_reused"
    assert other.status_code == 422


def test_a_refused_request_may_be_mended_under_its_key(api: Api) -> None:
    bad = api.post("/credentials", asked(recipient={**MARK, "email": "mark"}), key="k")
    assert (bad.status_code, bad.json()["code"]) == (422, "award.recipient_invalid")
    assert api.post("/credentials", asked(), key="k").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "clé", "a\tb"])
def test_a_malformed_key_is_refused(api: Api, key: str) -> None:
    response = api.post("/credentials", asked(), key=key)
    assert response.json()["code"] == "idempotency.key_malformed"


def test_keys_of_two_organisations_never_meet(
    api: Api, make_api: MakeApi, other_organisation: "Organisation"
) -> None:
    api.post("/credentials", asked(), key="order-1")
    foreign = make_api(of=other_organisation).post("/credentials", asked(), key="order-1")
    assert foreign.json()["code"] == "award.achievement_unknown"


def test_who_has_it_gets_no_second_one(api: Api) -> None:
    first = api.post("/credentials", asked()).json()
    again = api.post("/credentials", asked())
    assert (again.status_code, again.json()["code"]) == (409, "award.already_issued")
    assert again.json()["facts"]["credential"] == first["id"]
    assert api.post("/credentials", asked(again="renewal")).status_code == 201


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(
            {**asked(), "achievement": "nothing"}, "award.achievement_unknown", id="slug"
        ),
        pytest.param(
            {**asked(), "achievement": str(uuid4())}, "award.achievement_unknown", id="id"
        ),
        pytest.param(
            asked(recipient={**MARK, "achieved_on": "2026-02-30"}),
            "award.recipient_invalid",
            id="day",
        ),
        pytest.param(
            asked(recipient={**MARK, "name": "=cmd()"}), "award.recipient_invalid", id="formula"
        ),
        pytest.param(asked(recipient={**MARK, "name": "a\u0000b"}), "api.nul", id="NUL"),
        pytest.param(
            {"achievement": "fire-prevention"}, "api.invalid_input", id="no recipient"
        ),
        pytest.param('{"achievement": 1, "achievement": 2}', "json.duplicate_key", id="twice"),
        pytest.param("[1", "json.syntax", id="no JSON"),
    ],
)
def test_every_mistake_has_its_code(api: Api, body: Any, code: str) -> None:
    response = api.post("/credentials", body)
    assert response.json()["code"] == code
    assert 400 <= response.status_code < 500


def test_revoke_suspend_lift(api: Api) -> None:
    path = f"/credentials/{api.post('/credentials', asked()).json()['id']}"
    assert api.post(f"{path}/suspend", {"reason": "Appeal"}).json()["state"] == "suspended"
    assert api.get("/credentials", state="suspended").json()["items"]
    assert api.post(f"{path}/lift", {}).json()["state"] == "active"
    assert api.post(f"{path}/revoke", {"reason": "Cheated"}).json()["reason"] == "Cheated"
    refused = api.post(f"{path}/lift", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "credential.state")
    assert api.post(f"{path}/revoke", {"reason": " "}).status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("post", "/credentials", "credentials:issue"),
        ("post", "/batches", "credentials:issue"),
        ("get", "/credentials", "credentials:read"),
        ("get", "/credentials/{id}", "credentials:read"),
        ("get", "/batches/{id}", "credentials:read"),
        ("post", "/credentials/{id}/revoke", "credentials:revoke"),
        ("post", "/credentials/{id}/suspend", "credentials:revoke"),
        ("post", "/credentials/{id}/lift", "credentials:revoke"),
    ],
)
def test_a_key_does_only_what_its_scopes_say(
    make_api: MakeApi, version: "AchievementVersion", method: str, path: str, needed: str
) -> None:
    others = [scope for scope in ALL if scope != needed]
    arguments = ({"reason": "x"},) if method == "post" else ()
    address = path.format(id=uuid4())
    refused = getattr(make_api(*others), method)(address, *arguments)
    assert (refused.status_code, refused.json()["code"]) == (403, "orgs.scope_missing")
    assert getattr(make_api(needed), method)(address, *arguments).status_code in {200, 404, 422}


def test_another_tenants_credential_is_not_there(
    credential: "Credential", make_api: MakeApi, other_organisation: "Organisation"
) -> None:
    foreign = make_api(of=other_organisation)
    path = f"/credentials/{credential.pk}"
    answers = [
        foreign.get(path),
        foreign.post(f"{path}/revoke", {"reason": "x"}),
        foreign.post(f"{path}/suspend", {"reason": "x"}),
        foreign.post(f"{path}/lift", {}),
    ]
    missing = foreign.get(f"/credentials/{uuid4()}")
    assert {(a.status_code, a.json()["code"]) for a in answers} == {
        (missing.status_code, missing.json()["code"])
    }
    assert foreign.get("/credentials").json()["items"] == []


def test_pages_by_cursor_meet_every_credential_once(api: Api) -> None:
    made = {
        api.post("/credentials", asked(again=str(n), send_mail=False)).json()["id"]
        for n in range(5)
    }
    seen: list[str] = []
    cursor = ""
    while True:
        page = api.get("/credentials", limit=2, cursor=cursor).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize("cursor", ["x", "!!", "fHw", "MjAyNi0wMS0wMXwx"])
def test_a_made_up_cursor_is_refused(api: Api, cursor: str) -> None:
    response = api.get("/credentials", cursor=cursor)
    assert (response.status_code, response.json()["code"]) == (422, "cursor.malformed")


def test_a_batch_by_upload(api: Api) -> None:
    from skillmark.platform.issuing.models import Batch
    from skillmark.platform.jobs import runner

    csv = b"name,email\nMark Olsen,mark@people.example\nNo Mail,nomail\n"
    taken = api.upload("/batches", csv, achievement="fire-prevention")
    assert taken.status_code == 202, taken.content
    body = taken.json()
    assert (body["state"], body["total"], body["ready"], body["problems"]) == (
        "queued",
        2,
        1,
        1,
    )
    runner.run_to_end(Batch.objects.get().job_id)
    done = api.get(f"/batches/{body['id']}").json()
    assert (done["state"], done["issued"]) == ("done", 1)
    good, bad = done["rows"]
    assert (good["line"], good["state"]) == (2, "issued")
    assert api.get(f"/credentials/{good['credential']}").status_code == 200
    assert bad["problems"][0]["column"] == "email"
    assert [r["line"] for r in api.get(f"/batches/{body['id']}", limit=1).json()["rows"]] == [2]
    rest = api.get(f"/batches/{body['id']}", after_line=2, state="problem").json()["rows"]
    assert [row["line"] for row in rest] == [3]


def test_a_batch_by_json_and_the_same_again(api: Api) -> None:
    from skillmark.platform.issuing.models import Batch, Credential
    from skillmark.platform.jobs import runner

    body = {
        "achievement": "fire-prevention",
        "rows": [MARK, {**MARK, "email": "o@people.example"}],
    }
    first = api.post("/batches", body, key="b1")
    replay = api.post("/batches", body, key="b1")
    assert first.json() == replay.json()
    runner.run_to_end(Batch.objects.get().job_id)
    again = api.post("/batches", body, key="b2").json()
    assert (again["state"], again["duplicates"], again["issued"]) == ("done", 2, 0)
    assert Credential.objects.count() == 2


def test_a_bad_row_of_json_costs_no_other(api: Api) -> None:
    wrong = [{"name": "", "email": "x"}, {"name": "N" * 201, "email": "n@people.example"}]
    body = {"achievement": "fire-prevention", "rows": [MARK, *wrong], "dry_run": True}
    found = api.post("/batches", body).json()
    assert (found["total"], found["ready"], found["problems"]) == (3, 1, 2)
    codes = [{problem["code"] for problem in row["problems"]} for row in found["rows"][1:]]
    assert codes == [
        {"row.name_missing", "row.email_invalid"},
        {"row.name_too_long"},
    ]


def test_a_dry_run_issues_nothing(api: Api) -> None:
    body = {"achievement": "fire-prevention", "rows": [MARK], "dry_run": True}
    assert api.post("/batches", body).json()["state"] == "preview"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"achievement": "fire-prevention", "rows": []}, "api.invalid_input"),
        ({"achievement": "fire-prevention"}, "api.invalid_input"),
        ([], "json.not_object"),
        ({"achievement": "x", "rows": [MARK]}, "award.achievement_unknown"),
    ],
)
def test_a_bad_batch_has_its_code(api: Api, body: Any, code: str) -> None:
    response = api.post("/batches", body)
    assert response.json()["code"] == code
    assert 400 <= response.status_code < 500


def test_a_file_that_is_no_list_is_refused(api: Api) -> None:
    response = api.upload("/batches", b"\x89PNG\r\n\x1a\n", achievement="fire-prevention")
    assert (response.status_code, response.json()["code"]) == (422, "batch.file_unreadable")
    missing = api.post("/batches", "x=1")
    assert missing.status_code in {400, 422}


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_issues_once(
    in_scope: "Organisation", version: "AchievementVersion", make_api: MakeApi
) -> None:
    from skillmark.platform.issuing.models import Credential

    api = make_api()
    start = threading.Barrier(4)
    answers: list[Any] = []

    def work() -> None:
        try:
            start.wait()
            answers.append(api.post("/credentials", asked(), key="same"))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Credential.objects.count() == 1
