"""The public record: page, data and picture, for anybody, without a cookie."""

import json
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client

from skillmark.platform.catalog import badge, services
from skillmark.platform.catalog.models import AchievementVersion

if TYPE_CHECKING:
    from skillmark.platform.catalog.content import Content
    from skillmark.platform.orgs.models import Organisation


@pytest.fixture
def published(draft: AchievementVersion) -> AchievementVersion:
    return services.publish(draft.achievement, actor=None)


def test_the_page_says_what_it_is_without_a_cookie(
    published: AchievementVersion, client: Client
) -> None:
    answer = client.get(f"/a/{published.pk}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Harbour Skills Training" in page
    assert "Choose the right extinguisher" in page
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/json", "application/json"),
        ("application/ld+json", "application/ld+json"),
        ("image/png", "image/png"),
        ("image/svg+xml", "image/svg+xml"),
        ("application/vnd.unknown", "text/html; charset=utf-8"),
    ],
)
def test_the_client_chooses_the_form(
    published: AchievementVersion, client: Client, accept: str, kind: str
) -> None:
    answer = client.get(f"/a/{published.pk}", headers={"accept": accept})
    assert answer["Content-Type"] == kind
    assert "Accept" in answer["Vary"]


def test_the_data_is_what_every_credential_says(
    published: AchievementVersion, client: Client
) -> None:
    data = json.loads(client.get(f"/a/{published.pk}.json").content)
    context = data.pop("@context")
    assert context[0] == "https://www.w3.org/ns/credentials/v2"
    assert data == badge.achievement(published).to_json()
    assert data["id"] == badge.address(published)
    assert data["version"] == "1"
    assert "## Learning outcomes" in data["criteria"]["narrative"]
    assert "Workload: 3 hours" in data["criteria"]["narrative"]
    assert data["alignment"][0]["targetUrl"] == "https://skills.example/fire"


def test_the_pictures_are_pictures(published: AchievementVersion, client: Client) -> None:
    assert client.get(f"/a/{published.pk}.png").content.startswith(b"\x89PNG")
    svg = client.get(f"/a/{published.pk}.svg")
    assert svg.content.startswith(b"<svg")
    assert svg["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_an_earlier_version_points_to_the_one_awarded_now(
    published: AchievementVersion, fire: "Content", client: Client
) -> None:
    achievement = published.achievement
    services.edit(achievement, fire, actor=None)
    second = services.publish(achievement, actor=None)
    old = client.get(f"/a/{published.pk}").content.decode()
    assert "This is an earlier version" in old
    assert f"/a/{second.pk}" in old
    assert "earlier version" not in client.get(f"/a/{achievement.pk}").content.decode()


def test_a_draft_and_nothing_look_the_same(draft: AchievementVersion, client: Client) -> None:
    for target in (draft.pk, draft.achievement_id, uuid4()):
        for end in ("", ".json", ".png", ".svg"):
            assert client.get(f"/a/{target}{end}").status_code == 404


def test_the_issuers_page_lists_what_is_awarded(
    published: AchievementVersion, client: Client
) -> None:
    page = client.get("/i/harbour").content.decode()
    assert f"/a/{published.pk}" in page


def test_every_design_has_an_example(client: Client) -> None:
    from skillmark.core import design

    for key in design.DESIGNS:
        assert client.get(f"/designs/{key}.svg").status_code == 200
    assert client.get("/designs/nothing.svg").status_code == 404


@pytest.fixture
def bilingual(in_harbour: "Organisation") -> AchievementVersion:
    from skillmark.platform.catalog.content import Content

    content = Content.parse(
        {
            "name": "First aid",
            "description": "Helps until help comes.",
            "criteria_markdown": "Pass the test.",
            "outcomes": ["Resuscitate"],
            "participation": "online",
            "rubric": [{"name": "Compressions", "levels": [{"name": "Reached", "points": 1}]}],
            "translations": {
                "de": {"name": "Erste Hilfe", "outcomes": ["Wiederbeleben"]},
                "ar": {"name": "الإسعافات الأولية"},
            },
        }
    )
    draft = services.create(in_harbour, content, actor=None)
    return services.publish(draft.achievement, actor=None)


READERS = {
    "an Austrian": ("", "de-AT,en;q=0.5", "Erste Hilfe", "Wiederbeleben"),
    "an Arabic reader": ("", "ar", "الإسعافات الأولية", "Resuscitate"),
    "a Japanese reader": ("", "ja", "First aid", "Resuscitate"),
    "one who chose": ("de", "en", "Erste Hilfe", "Wiederbeleben"),
    "one who chose nothing there": ("xx", "en", "First aid", "Resuscitate"),
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_readers_get_their_language_and_the_data_the_main_one(
    bilingual: AchievementVersion, client: Client, reader: tuple[str, str, str, str]
) -> None:
    chosen, accept, name, outcome = reader
    query = {"words": chosen} if chosen else {}
    answer = client.get(f"/a/{bilingual.pk}", query, headers={"accept-language": accept})
    page = answer.content.decode()
    assert f">{name}</h1>" in page
    assert outcome in page
    assert "Accept-Language" in answer["Vary"]
    assert not answer.cookies
    data = json.loads(client.get(f"/a/{bilingual.pk}.json").content)
    assert (data["name"], data["inLanguage"]) == ("First aid", "en")


def test_the_page_says_what_annex_one_asks_for(
    bilingual: AchievementVersion, client: Client
) -> None:
    page = client.get(f"/a/{bilingual.pk}").content.decode()
    assert "http://data.europa.eu/snb/learning-assessment/920fbb3cbe" in page
    assert "1 point<" in page
    assert 'hreflang="de"' in page


def test_an_earlier_version_is_named_in_page_and_data(
    bilingual: AchievementVersion, fire: "Content", client: Client
) -> None:
    services.edit(bilingual.achievement, fire, actor=None)
    second = services.publish(bilingual.achievement, actor=None)
    data = json.loads(client.get(f"/a/{second.pk}.json").content)
    assert data["related"][0]["id"] == badge.address(bilingual)
    assert data["otherIdentifier"][0]["identifier"].endswith(str(second.achievement_id))
    assert f"/a/{bilingual.pk}" in client.get(f"/a/{second.pk}").content.decode()
