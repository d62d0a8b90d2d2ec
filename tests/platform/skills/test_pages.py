"""Skills in the console and in public: lists, own words, files, the picker without JavaScript."""

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from skills_samples import FIRES, SAFETY, TABLE, WEIGHTS

from skillmark.platform.events.models import AuditEntry
from skillmark.platform.jobs import runner
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Role
from skillmark.platform.skills import search, selectors, services
from skillmark.platform.skills.models import Framework, FrameworkUpload, Skill

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import MakeFramework
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

ROWS = TABLE + "Tie a bowline,K1,Does not slip,make a loop\nSplice a rope,K2,,\n,K3,,\n"


@pytest.fixture
def root(organisation: "Organisation") -> str:
    return f"/studio/{organisation.slug}/skills"


def send(studio: Client, root: str, data: str | bytes, **fields: str) -> Any:
    raw = data if isinstance(data, bytes) else data.encode()
    file = SimpleUploadedFile("docks.csv", raw)
    return studio.post(f"{root}/new", {"file": file, **fields})


def test_the_list_of_frameworks(
    studio: Client, root: str, make_framework: "MakeFramework"
) -> None:
    make_framework("esco")
    make_framework("onet", FIRES)
    body = studio.get(f"{root}?sort=-skills").text
    assert body.index("ESCO") < body.index("ONET")
    assert "ONET" not in studio.get(f"{root}?q=esc").text
    assert "No framework fits" in studio.get(f"{root}?q=nothing").text


def test_the_search_can_be_tried(
    studio: Client, root: str, make_framework: "MakeFramework"
) -> None:
    make_framework()
    body = studio.get(f"{root}?try=extingish+fires+zzyzx").text
    assert "“extingish” was read as “extinguish”." in body
    assert "No framework has: zzyzx" in body
    assert "In its name:" in body


def test_a_framework_is_searched_sorted_and_paged(
    studio: Client, root: str, make_framework: "MakeFramework"
) -> None:
    framework = make_framework()
    page = f"{root}/{framework.pk}"
    assert studio.get(page).text.count("<tr>") == 1 + len(SAFETY)
    assert "lift heavy" not in studio.get(f"{page}?q=fires").text
    body = studio.get(f"{page}?sort=-name").text
    assert body.index("wear appropriate") < body.index("extinguish fires")
    assert "No skill fits" in studio.get(f"{page}?q=nothing").text
    assert "Nothing is withdrawn" in studio.get(f"{page}?withdrawn=1").text


def test_own_words_become_a_public_skill(
    studio: Client, root: str, organisation: "Organisation"
) -> None:
    studio.post(f"{root}/own", {"name": " Tie  a bowline ", "description": "A loop."})
    with organisation_scope(organisation):
        skill = Skill.objects.get()
    assert skill.label == "Tie a bowline"
    page = Client().get(f"/skills/{skill.pk}")
    assert "Tie a bowline" in page.text
    assert organisation.name in page.text
    item = Client().get(f"/skills/{skill.pk}", headers={"accept": "application/json"}).json()
    assert (item["fullStatement"], item["notes"]) == ("Tie a bowline", "A loop.")
    assert item["uri"].endswith(f"/skills/{skill.pk}")
    assert Client().get(f"/skills/{skill.pk}.json").json() == item
    with organisation_scope(organisation):
        assert AuditEntry.objects.filter(action="skill.added").count() == 1


def test_the_same_words_again_are_the_same_skill(
    organisation: "Organisation", user: "User"
) -> None:
    with organisation_scope(organisation):
        one = services.add_own(organisation, "Tie a bowline", actor=user)
        again = services.add_own(organisation, "TIE A BOWLINE", actor=user)
        assert one.pk == again.pk
        services.withdraw_own(one, actor=user)
        assert search.search("bowline").hits == ()
        back = services.add_own(organisation, "tie a bowline", actor=user)
        assert (back.pk, back.withdrawn) == (one.pk, False)


def test_withdrawing_and_bringing_back(
    studio: Client, root: str, organisation: "Organisation", user: "User"
) -> None:
    with organisation_scope(organisation):
        skill = services.add_own(organisation, "Tie a bowline", actor=user)
    page = f"{root}/{skill.framework_id}"
    studio.post(f"{root}/own/{skill.pk}/withdraw")
    assert "Tie a bowline" in studio.get(f"{page}?withdrawn=1").text
    assert "Withdrawn" in Client().get(f"/skills/{skill.pk}").text
    studio.post(f"{root}/own/{skill.pk}/restore")
    assert "Bring back" not in studio.get(page).text


def test_a_publishers_skill_cannot_be_withdrawn(
    studio: Client, root: str, make_framework: "MakeFramework"
) -> None:
    skill = make_framework().skills.get(uri=FIRES.uri)
    assert studio.post(f"{root}/own/{skill.pk}/withdraw").status_code == 404
    assert selectors.known(FIRES.uri)


def test_a_file_is_checked_and_then_imported(
    studio: Client, root: str, organisation: "Organisation"
) -> None:
    checked = send(studio, root, ROWS, name="Dock work", licence="CC BY 4.0")
    body = studio.get(checked["Location"]).text
    assert "This row has no name." in body
    with organisation_scope(organisation):
        assert not Framework.objects.filter(organisation=organisation).exists()
    started = studio.post(f"{checked['Location']}/start")
    with organisation_scope(organisation):
        upload = FrameworkUpload.objects.get()
        ended = runner.run_to_end(upload.job_id)
        assert (ended.done, ended.message) == (2, "2 skills can be found now.")
        upload.refresh_from_db()
        assert (upload.state, bytes(upload.data)) == ("done", b"")
        (hit,) = search.search("make a loop").hits
        assert (hit.skill.label, hit.skill.framework.licence) == ("Tie a bowline", "CC BY 4.0")
    assert started["Location"] == ended_address(root, upload)
    with organisation_scope(organisation):
        entry = AuditEntry.objects.get(action="skills.imported")
    assert entry.after["new"] == 2


def ended_address(root: str, upload: FrameworkUpload) -> str:
    return f"{root.removesuffix('/skills')}/jobs/{upload.job_id}"


def test_a_file_can_be_thrown_away_but_only_once(
    studio: Client, root: str, organisation: "Organisation"
) -> None:
    checked = send(studio, root, ROWS, name="Dock work")["Location"]
    studio.post(f"{checked}/discard")
    assert studio.get(checked).status_code == 404
    checked = send(studio, root, ROWS, name="Dock work")["Location"]
    studio.post(f"{checked}/start")
    again = studio.post(f"{checked}/start", follow=True)
    assert "imported already" in again.text


@pytest.mark.parametrize(
    ("data", "fields", "words"),
    [
        (ROWS, {}, "Say what the framework is called."),
        (ROWS, {"name": "own"}, "Choose another name"),
        ("colour\nred\n", {"name": "X"}, "none of the columns"),
        (b"\xff\xfa\xfb", {"name": "X"}, "not text in UTF-8"),
        (TABLE, {"name": "X"}, "There is no skill in this file."),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(
    studio: Client, root: str, data: str | bytes, fields: dict[str, str], words: str
) -> None:
    answer = send(studio, root, data, **fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_importing_the_next_release_withdraws_what_is_gone(
    studio: Client, root: str, organisation: "Organisation"
) -> None:
    for text in (ROWS, TABLE + "Tie a bowline,K1,Still does not slip,\n"):
        checked = send(studio, root, text, name="Dock work")["Location"]
        studio.post(f"{checked}/start")
        with organisation_scope(organisation):
            job = FrameworkUpload.objects.latest("created_at").job_id
            runner.run_to_end(job)
    with organisation_scope(organisation):
        framework = Framework.objects.get(key="dock-work")
        assert framework.skill_count == 1
        assert [one.code for one in selectors.skills_of(framework, withdrawn=True)] == ["K2"]


def test_a_viewer_reads_and_changes_nothing(
    make_member: "Callable[[Role], User]", client_of: "Callable[[User], Client]", root: str
) -> None:
    viewer = client_of(make_member(Role.VIEWER))
    assert "Import a framework" not in viewer.get(root).text
    assert viewer.post(f"{root}/own", {"name": "Mine"}).status_code == 403
    assert viewer.get(f"{root}/new").status_code == 403


def test_the_picker_answers_with_options(
    studio: Client, root: str, make_framework: "MakeFramework"
) -> None:
    make_framework()
    body = studio.get(f"{root}/suggest?q=put+out+fires").text
    assert 'role="option"' in body
    assert f'data-target_url="{FIRES.uri}"' in body
    assert 'data-own="put out fires"' in body


def test_own_words_from_the_picker_come_back_as_an_alignment(studio: Client, root: str) -> None:
    asks = {"accept": "application/json"}
    got = studio.post(f"{root}/own", {"name": "Tie a bowline"}, headers=asks).json()
    assert got["target_name"] == "Tie a bowline"
    assert "/skills/" in got["target_url"]
    bad = studio.post(f"{root}/own", {"name": ""}, headers=asks)
    assert (bad.status_code, bool(bad.json()["detail"])) == (422, True)


def test_many_rows_answer_fast_enough_in_queries(
    studio: Client,
    root: str,
    make_framework: "MakeFramework",
    django_assert_max_num_queries: Any,
) -> None:
    framework = make_framework("esco", WEIGHTS, FIRES)
    with django_assert_max_num_queries(12):
        studio.get(f"{root}/{framework.pk}")
