"""The console: the way to issue, batches, credentials, with the roles and tenants kept apart."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Batch, Credential
    from skillmark.platform.orgs.models import Organisation, Role
    from skillmark.platform.people.models import User

HOME = "/studio/harbour-skills-training"
MARK = {"name": "Mark Olsen", "email": "mark@people.example", "send_mail": "on"}
FILE = b"name,email\nMark Olsen,mark@people.example\nNo Mail,nomail\n"


def text(response: object) -> str:
    content: bytes = response.content  # type: ignore[attr-defined]
    return content.decode()


def upload(client: Client, version: "AchievementVersion", data: bytes = FILE) -> str:
    """Send a file and return the address of its batch."""
    response = client.post(
        f"{HOME}/issue/{version.pk}", {"file": SimpleUploadedFile("people.csv", data)}
    )
    assert response.status_code == 302, text(response)
    return str(response["Location"])


def test_what_shows_published_achievements_only(
    studio: Client, publish: Callable[..., "AchievementVersion"]
) -> None:
    assert "Nothing is published yet" in text(studio.get(f"{HOME}/issue"))
    version = publish()
    page = text(studio.get(f"{HOME}/issue"))
    assert f"{HOME}/issue/{version.pk}" in page
    assert "Nothing fits" in text(studio.get(f"{HOME}/issue?q=zebra"))
    direct = studio.get(f"{HOME}/issue?achievement=fire-prevention")
    assert direct["Location"] == f"{HOME}/issue/{version.pk}"


def test_one_person_from_form_to_credential(
    studio: Client, version: "AchievementVersion"
) -> None:
    from skillmark.platform.issuing.models import Award, Credential

    path = f"{HOME}/issue/{version.pk}/person"
    assert "Full name" in text(studio.get(f"{HOME}/issue/{version.pk}?way=one"))
    check = studio.post(path, {**MARK, "step": "check"})
    assert "Is this right?" in text(check)
    assert not Award.objects.exists()
    assert studio.post(path, {**MARK, "step": "back"}).status_code == 200
    issued = studio.post(path, {**MARK, "step": "issue"})
    made = Credential.objects.get()
    assert issued["Location"] == f"{HOME}/credentials/{made.pk}"
    again = studio.post(path, {**MARK, "step": "issue"})
    assert again["Location"] == f"{HOME}/credentials/{made.pk}"
    assert Credential.objects.count() == 1


def test_a_second_one_has_to_be_asked_for(
    studio: Client, version: "AchievementVersion"
) -> None:
    from skillmark.platform.issuing.models import Credential

    path = f"{HOME}/issue/{version.pk}/person"
    studio.post(path, {**MARK, "step": "issue"})
    page = text(studio.post(path, {**MARK, "step": "check"}))
    assert "Issue another one" in page
    token = page.partition('name="again" value="')[2][:36]
    for _ in range(2):  # the button is pressed twice
        studio.post(path, {**MARK, "step": "issue", "again": token})
    assert Credential.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "mark"}, "is no e-mail address"),
        ({"achieved_on": "2026-02-31"}, "does not exist"),
        ({"name": "=cmd()"}, "spreadsheet"),
        ({"name": ""}, "required"),
    ],
)
def test_a_mistake_stands_beside_its_field(
    studio: Client, version: "AchievementVersion", fields: dict[str, str], words: str
) -> None:
    response = studio.post(
        f"{HOME}/issue/{version.pk}/person", {**MARK, **fields, "step": "check"}
    )
    assert response.status_code == 422
    assert words in text(response)


def test_a_file_from_upload_to_the_same_again(
    studio: Client, version: "AchievementVersion"
) -> None:
    from skillmark.platform.issuing.models import Batch
    from skillmark.platform.jobs import runner

    address = upload(studio, version)
    page = text(studio.get(address))
    assert "Issue 1 credential" in page
    assert "nomail" in page
    assert studio.post(f"{address}/start", {"send_mail": "on"})["Location"] == address
    assert 'hx-trigger="every 1s"' in text(studio.get(address))
    assert "0 of 1" in text(studio.get(f"{address}/progress"))
    runner.run_to_end(Batch.objects.get().job_id)
    ended = studio.get(f"{address}/progress")
    assert (ended.status_code, ended["HX-Refresh"]) == (286, "true")
    assert "1 credential issued." in text(studio.get(address))
    again = upload(studio, version, b"name,email\nMark Olsen,MARK@people.example\n")
    assert "nothing to issue" in text(studio.get(again))
    assert "Everything" not in text(studio.get(f"{HOME}/batches"))


def test_the_rows_to_mend_come_back_as_a_file_that_runs_nothing(
    studio: Client, version: "AchievementVersion"
) -> None:
    address = upload(
        studio, version, b'name,email\n"=HYPERLINK(1)",a@people.example\nX,nomail\n'
    )
    response = studio.get(f"{address}/to-mend.csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "name,email,line,problem"
    assert lines[1].startswith("'=HYPERLINK(1),a@people.example,2,\"name: ")
    assert lines[2].startswith('X,nomail,3,"email: ')
    assert "attachment" in response["Content-Disposition"]
    assert "people-to-mend.csv" in response["Content-Disposition"]


def test_the_template_can_be_sent_back_as_it_is(
    studio: Client, version: "AchievementVersion"
) -> None:
    template = studio.get(f"{HOME}/issue/{version.pk}/recipients.csv").content
    page = text(studio.get(upload(studio, version, template)))
    assert "Issue 1 credential" in page


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04aaaa", b"\x00" * 500])
def test_a_file_that_is_no_list_is_explained(
    studio: Client, version: "AchievementVersion", data: bytes
) -> None:
    response = studio.post(
        f"{HOME}/issue/{version.pk}", {"file": SimpleUploadedFile("x.csv", data)}
    )
    assert response.status_code == 422
    assert 'class="error"' in text(response)


def test_a_batch_can_be_thrown_away(studio: Client, version: "AchievementVersion") -> None:
    address = upload(studio, version)
    assert studio.post(f"{address}/discard")["Location"] == f"{HOME}/batches"
    assert studio.get(address).status_code == 404


def test_a_stopped_batch_says_so_and_goes_on(
    studio: Client, version: "AchievementVersion"
) -> None:
    from skillmark.platform.issuing.models import Batch
    from skillmark.platform.jobs import runner

    address = upload(studio, version)
    studio.post(f"{address}/start")
    studio.post(f"{address}/cancel")
    page = text(studio.get(address))
    assert "Go on" in page
    assert "Left" in page
    studio.post(f"{address}/resume")
    runner.run_to_end(Batch.objects.get().job_id)
    assert "1 credential issued." in text(studio.get(address))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=olsen", {"Mark Olsen"}),
        ("q=ann%40people.example", {"Ann Past"}),
        ("q=A-7", {"Ann Past"}),
        ("q=fire", {"Mark Olsen", "Ann Past", "Bob Gone"}),
        ("q=fire+olsen", {"Mark Olsen"}),
        ("q=zebra", set()),
        ("state=revoked", {"Bob Gone"}),
        ("state=active", {"Mark Olsen", "Ann Past"}),
        ("state=expired", set()),
        ("sort=name", {"Mark Olsen", "Ann Past", "Bob Gone"}),
        ("sort=nonsense&state=nonsense&page=999", {"Mark Olsen", "Ann Past", "Bob Gone"}),
    ],
)
def test_credentials_are_found(
    studio: Client, issue: Callable[..., "Credential"], query: str, found: set[str]
) -> None:
    from skillmark.platform.issuing import services

    issue()
    issue("Ann Past", "ann@people.example", identifier="A-7")
    services.revoke(issue("Bob Gone").pk, reason="gone", actor=None)
    page = text(studio.get(f"{HOME}/credentials?{query}"))
    assert {name for name in ("Mark Olsen", "Ann Past", "Bob Gone") if name in page} == found


def test_suspend_lift_revoke_from_the_console(studio: Client, credential: "Credential") -> None:
    path = f"{HOME}/credentials/{credential.pk}"
    assert "Revoke for good" in text(studio.get(path))
    assert studio.post(f"{path}/suspend", {"reason": ""}).status_code == 422
    studio.post(f"{path}/suspend", {"reason": "Appeal pending"})
    assert "Appeal pending" in text(studio.get(path))
    studio.post(f"{path}/lift", {"reason": "Appeal won"})
    assert "Suspension lifted" in text(studio.get(path))
    assert "cannot be undone" in text(studio.get(f"{path}/revoke"))
    assert studio.post(f"{path}/revoke", {"reason": " "}).status_code == 422
    studio.post(f"{path}/revoke", {"reason": "Cheated"})
    page = text(studio.get(path))
    assert "Revoked" in page
    assert "Send the mail again" not in page


def test_the_mail_can_be_sent_again(
    studio: Client, credential: "Credential", deliver: Callable[[], None]
) -> None:
    from skillmark.platform.events.models import StoredMail

    path = f"{HOME}/credentials/{credential.pk}"
    studio.post(f"{path}/resend")
    deliver()
    assert StoredMail.objects.filter(recipient="mark@people.example").count() == 2
    assert "Mail: Sent again" in text(studio.get(path))


def pages(version: "AchievementVersion", batch: "Batch", one: "Credential") -> list[str]:
    return [
        f"{HOME}/issue",
        f"{HOME}/issue/{version.pk}",
        f"{HOME}/issue/{version.pk}/recipients.csv",
        f"{HOME}/batches",
        f"{HOME}/batches/{batch.pk}",
        f"{HOME}/batches/{batch.pk}/progress",
        f"{HOME}/batches/{batch.pk}/to-mend.csv",
        f"{HOME}/credentials",
        f"{HOME}/credentials/{one.pk}",
        f"{HOME}/credentials/{one.pk}/revoke",
    ]


def acts(version: "AchievementVersion", batch: "Batch", one: "Credential") -> list[str]:
    return [
        f"{HOME}/issue/{version.pk}",
        f"{HOME}/issue/{version.pk}/person",
        *(
            f"{HOME}/batches/{batch.pk}/{act}"
            for act in ("start", "cancel", "resume", "discard")
        ),
        *(
            f"{HOME}/credentials/{one.pk}/{act}"
            for act in ("revoke", "suspend", "lift", "resend")
        ),
    ]


def test_strangers_see_nothing_and_change_nothing(
    version: "AchievementVersion",
    preview: Callable[[bytes], "Batch"],
    credential: "Credential",
    client_of: Callable[["User"], Client],
    make_user: Callable[..., "User"],
) -> None:
    batch = preview(FILE)
    stranger = client_of(make_user())
    for address in pages(version, batch, credential):
        assert stranger.get(address).status_code == 404, address
        assert Client().get(address).status_code == 302, address
    for address in acts(version, batch, credential):
        assert stranger.post(address, {"reason": "x"}).status_code == 404, address
    credential.refresh_from_db()
    assert credential.state == "active"


def test_a_viewer_reads_and_changes_nothing(
    version: "AchievementVersion",
    preview: Callable[[bytes], "Batch"],
    credential: "Credential",
    client_of: Callable[["User"], Client],
    make_member: Callable[["Role"], "User"],
) -> None:
    from skillmark.platform.orgs.models import Role

    viewer = client_of(make_member(Role.VIEWER))
    for address in acts(version, preview(FILE), credential):
        assert viewer.post(address, {"reason": "x"}).status_code == 403, address
    page = text(viewer.get(f"{HOME}/credentials/{credential.pk}"))
    assert "Revoke for good" not in page
    assert viewer.get(f"{HOME}/batches").status_code == 200


def test_another_organisations_things_are_not_there(
    version: "AchievementVersion",
    preview: Callable[[bytes], "Batch"],
    credential: "Credential",
    other_organisation: "Organisation",
    client_of: Callable[["User"], Client],
) -> None:
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.orgs.models import Membership

    with organisation_scope(other_organisation):
        other = client_of(Membership.objects.get().user)
    batch = preview(FILE)
    home = f"/studio/{other_organisation.slug}"
    for address in pages(version, batch, credential):
        path = address.replace(HOME, home)
        found = other.get(path)
        if any(str(thing.pk) in path for thing in (version, batch, credential)):
            assert found.status_code == 404, path
        else:
            assert "Mark Olsen" not in text(found)
    for address in acts(version, batch, credential):
        assert other.post(address.replace(HOME, home), {"reason": "x"}).status_code == 404
    assert other.get(f"{home}/credentials/{uuid4()}").status_code == 404


def test_the_overview_says_what_waits_for_a_decision(
    studio: Client, version: "AchievementVersion", credential: "Credential"
) -> None:
    from skillmark.platform.issuing import services

    assert "people.csv" not in text(studio.get(f"{HOME}/"))
    upload(studio, version, b"name,email\nAnn One,ann@people.example\n")
    services.suspend(credential.pk, reason="Appeal pending", actor=None)
    page = text(studio.get(f"{HOME}/"))
    assert "people.csv" in page
    assert "1 credential ready" in page
    assert "1 credential is suspended" in page


def test_the_overview_leads_a_new_organisation_to_its_first_credential(
    studio: Client, version: "AchievementVersion"
) -> None:
    page = text(studio.get(f"{HOME}/"))
    assert "First steps" in page
    assert f'href="{HOME}/issue' in page
    assert "Issued last" not in page
