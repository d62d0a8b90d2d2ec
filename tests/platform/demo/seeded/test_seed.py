"""The demo holds what the tour promises: every state, real signatures, seven planted errors."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from seeded_demo import Demo

from skillmark.core.verify import Verdict
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.demo import bulk, people, providers, seed, serve, tour
from skillmark.platform.demo.definitions import esco
from skillmark.platform.demo.providers import Provider
from skillmark.platform.events import audit
from skillmark.platform.issuing.models import BatchRow, Credential, RowState
from skillmark.platform.issuing.services import previews
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User
from skillmark.platform.skills import search
from skillmark.platform.verifying import checking

WANTED = {
    "active": Verdict.VALID,
    "expired": Verdict.VALID_BUT,
    "suspended": Verdict.VALID_BUT,
    "revoked": Verdict.INVALID,
    "superseded": Verdict.INVALID,
}
EVERYBODY = [one for top in providers.ALL for one in (top, *top.parts)]
CONTENTS = [content for one in EVERYBODY for content in (*one.published, *one.drafts)]


def test_there_are_enough_credentials_in_every_state(demo: Demo) -> None:
    rows = Credential.objects.with_scopes_disabled().all()
    states = Counter(row.shown_state for row in rows)
    assert states.keys() == WANTED.keys()
    assert 150 <= states.total() <= 170
    assert states["active"] > 130


def test_each_credential_gets_the_verdict_of_its_state(demo: Demo) -> None:
    rows = Credential.objects.with_scopes_disabled().select_related("award")
    at = datetime.now(UTC)
    for row in rows:
        verdict = checking.check(bytes(row.document), at=at).report.verdict
        assert verdict == WANTED[row.shown_state], row.award.recipient_name


def test_seeding_again_changes_nothing(demo: Demo) -> None:
    before = _rows()
    assert seed.seed(demo.now, demo.files).slug == "harbour"
    assert _rows() == before


def test_the_audit_trails_hold(demo: Demo) -> None:
    found = Organisation.objects.all()
    assert {one.slug for one in found} == {provider.slug for provider in EVERYBODY}
    for organisation in found:
        with organisation_scope(organisation):
            assert audit.verify(organisation.pk).intact


def test_the_file_has_exactly_the_planted_errors(demo: Demo) -> None:
    harbour = Organisation.objects.get(slug="harbour")
    data = (demo.files / "bulk_1000.csv").read_bytes()
    with organisation_scope(harbour):
        version = AchievementVersion.objects.get(name="Workplace Safety Foundations")
        batch = previews.preview_batch(
            harbour, version, data, filename="bulk_1000.csv", actor=None
        )
        wrong = BatchRow.objects.filter(batch=batch, state=RowState.PROBLEM)
        assert {row.line for row in wrong} == set(bulk.PLANTED)
        assert (batch.total, batch.ready) == (bulk.ROWS, bulk.ROWS - len(bulk.PLANTED))


def test_every_learner_of_the_demo_is_told_apart() -> None:
    addresses = [one.email for one in people.LEARNERS if one.email]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize("content", CONTENTS, ids=lambda one: one.human_code)
def test_what_is_defined_could_come_from_the_form(content: Content) -> None:
    assert Content.parse(content.to_row()) == content


def test_the_picker_finds_skills_at_once(demo: Demo) -> None:
    best = search.search("identify hazards in the workplace").hits[0].skill
    assert (best.label, best.uri) == (esco.HAZARDS.target_name, esco.HAZARDS.target_url)
    found = {hit.skill.framework.key for hit in search.search("write computer programs").hits}
    assert found == {"esco", "onet"}


def test_every_skill_of_the_demo_stands_in_its_framework(demo: Demo) -> None:
    from skillmark.platform.skills.models import Skill

    named = {skill.target_url: skill for content in CONTENTS for skill in content.alignments}
    known = dict(Skill.objects.filter(uri__in=named).values_list("uri", "label"))
    assert known == {address: skill.target_name for address, skill in named.items()}
    assert [one.name for one in CONTENTS if not one.alignments] == ["Work at Heights"]


@pytest.mark.parametrize("provider", EVERYBODY, ids=lambda one: one.slug)
def test_everybody_on_the_staff_is_a_member(demo: Demo, provider: Provider) -> None:
    from skillmark.platform.orgs.models import Membership

    organisation = Organisation.objects.get(slug=provider.slug)
    with organisation_scope(organisation):
        found = Membership.objects.values_list("user__email", "role")
        assert set(found) == {(one.email, one.role) for one in provider.staff}


def test_each_guest_of_the_tour_can_sign_in(demo: Demo, client: Client) -> None:
    for guest in tour.GUESTS:
        user = User.objects.get(email=guest.email)
        assert user.check_password(people.PASSWORD)
        client.force_login(user)
        home = "/backpack" if guest.email.endswith("@people.example") else "/studio"
        assert client.get(home, follow=True).status_code == 200


def test_each_stop_of_the_tour_is_there(demo: Demo, client: Client) -> None:
    client.force_login(User.objects.get(email=people.INES.email))
    for stop in tour.STOPS:
        assert client.get(stop.path).status_code == 200, stop.path


def test_the_first_page_and_the_terminal_tell_the_same(demo: Demo, client: Client) -> None:
    page = client.get("/").content.decode()
    said = "\n".join(serve.welcome(demo.files))
    for text in (people.PASSWORD, *(guest.email for guest in tour.GUESTS)):
        assert text in page
        assert text in said
    for stop in tour.STOPS:
        assert f'href="{stop.path}"' in page
        assert stop.path in said


def _rows() -> dict[str, int]:
    """Return how many rows each table has."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - our own names
            found[table] = cursor.fetchone()[0]
    return found
