"""T-RACE, V-W 123: many at once, each in a connection of its own, and exactly one success."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest
import two_tenants
from django.db import close_old_connections, connection
from django.test import Client
from django_scopes import scopes_disabled

from skillmark.platform.events import audit
from skillmark.platform.events.models import AuditEntry, OutboxMessage
from skillmark.platform.issuing.models import Award, Batch, ClaimLink, Credential
from skillmark.platform.jobs.models import Job
from skillmark.platform.orgs.models import Membership, Organisation
from skillmark.platform.trust.models import StatusSlot

AT_ONCE: Final = 8  # threads
TRIES: Final = 24


@pytest.fixture
def stage(transactional_db: None) -> Iterator[two_tenants.World]:
    """A world that every connection sees."""
    world = two_tenants.build()
    with scopes_disabled():
        yield world


def _all_at_once(act: Callable[[int], Any], tries: int = TRIES) -> list[Any]:
    def run(number: int) -> Any:
        try:
            with scopes_disabled():
                return act(number)
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(tries)))


def _actions(organisation: Organisation) -> list[str]:
    rows = AuditEntry.objects.filter(organisation_id=organisation.pk).order_by("sequence")
    return list(rows.values_list("action", flat=True))


def _chain_holds(organisation: Organisation) -> bool:
    return audit.verify(organisation.pk).intact


def _session(client: Client) -> Client:
    """Return another browser with the same session: a client is not for many threads."""
    twin = Client(raise_request_exception=False)
    twin.cookies = client.cookies.copy()
    return twin


def test_a_claim_link_is_taken_once(stage: two_tenants.World) -> None:
    path = f"/claim/{stage.own.ids['token']}"
    accounts = [
        two_tenants.account(f"race{number}@people.example", "Racer") for number in range(TRIES)
    ]
    browsers = [two_tenants.browser(account) for account in accounts]
    answers = _all_at_once(
        lambda number: browsers[number].post(path, {"keep": "1"}).status_code
    )
    assert sorted(answers) == [302] + [404] * (TRIES - 1)
    link = ClaimLink.objects.get(claimed_at__isnull=False)
    winner = answers.index(302)
    assert link.claimed_by_id == accounts[winner].pk
    assert _actions(stage.own.organisation).count("credential.claimed") == 1
    holders = [b for b in browsers if "Fire prevention" in b.get("/backpack").text]
    assert holders == [browsers[winner]]


def test_an_invitation_is_accepted_once(stage: two_tenants.World) -> None:
    path = f"/join/{stage.own.ids['invitation']}/accept"
    browsers = [
        two_tenants.browser(two_tenants.account(f"join{number}@people.example", "Joiner"))
        for number in range(TRIES)
    ]
    before = Membership.objects.filter(organisation=stage.own.organisation).count()
    answers = _all_at_once(lambda number: browsers[number].post(path).status_code)
    assert sorted(answers) == [302] + [404] * (TRIES - 1)
    assert Membership.objects.filter(organisation=stage.own.organisation).count() == before + 1


def test_a_batch_is_started_or_discarded_once(stage: two_tenants.World) -> None:
    base = f"/studio/harbour/batches/{stage.own.ids['batch_id']}"
    owner = stage.browsers["owner"]
    jobs = Job.objects.count()
    before = _actions(stage.own.organisation).count("job.started")
    answers = _all_at_once(
        lambda number: _session(owner).post(
            base + ("/discard" if number % 6 == 5 else "/start")
        )
    )
    assert {answer.status_code for answer in answers} <= {302, 404}
    batch = Batch.objects.filter(pk=stage.own.ids["batch_id"]).first()
    actions = _actions(stage.own.organisation)
    started = actions.count("job.started") - before
    assert started + actions.count("batch.discarded") == 1
    assert Job.objects.count() - jobs == (1 if batch else 0)
    assert _chain_holds(stage.own.organisation)


def test_the_last_places_of_an_open_link_go_to_as_many(stage: two_tenants.World) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from skillmark.platform.issuing.models import OpenClaim, OpenLink
    from skillmark.platform.issuing.services import claims

    link = OpenLink.objects.get(pk=stage.own.ids["link_id"])
    OpenLink.objects.filter(pk=link.pk).update(capacity=2)
    secrets = [f"race{number}".ljust(claims.TOKEN_LENGTH, "x") for number in range(TRIES)]
    OpenClaim.objects.bulk_create(
        OpenClaim(
            organisation=stage.own.organisation,
            link=link,
            name=f"Racer {number}",
            email=f"racer{number}@people.example",
            mailbox=f"racer{number}@people.example",
            token_digest=claims.digest_of(secret),
            token_until=timezone.now() + timedelta(days=1),
        )
        for number, secret in enumerate(secrets)
    )
    before = Credential.objects.count()
    answers = _all_at_once(
        lambda number: two_tenants.browser().post(f"/claim/open/confirm/{secrets[number]}")
    )
    assert sorted(one.status_code for one in answers) == [302] * 2 + [410] * (TRIES - 2)
    link.refresh_from_db()
    assert (link.taken, Credential.objects.count() - before) == (2, 2)
    assert _chain_holds(stage.own.organisation)


def test_a_scheduled_batch_is_launched_once(stage: two_tenants.World) -> None:
    from datetime import timedelta

    from django.utils import timezone
    from django_scopes import scope

    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.services import scheduling

    due = timezone.now() + timedelta(hours=1)
    before = _actions(stage.own.organisation).count("job.started")
    with scope(organisation=stage.own.organisation.pk):
        services.start_batch(stage.own.ids["batch_id"], actor=None, issue_at=due)
    _all_at_once(lambda _number: scheduling.start_due(due + timedelta(minutes=1)))
    jobs = Job.objects.filter(arguments__batch=stage.own.ids["batch_id"])
    assert jobs.count() == 1
    assert _actions(stage.own.organisation).count("job.started") - before == 1


def test_a_credential_is_revoked_once(stage: two_tenants.World) -> None:
    base = f"/studio/harbour/credentials/{stage.own.ids['credential_id']}"
    owner = stage.browsers["owner"]
    acts = ("revoke", "revoke", "suspend", "lift", "resend", "revoke")
    answers = _all_at_once(
        lambda number: _session(owner).post(
            f"{base}/{acts[number % 6]}", {"reason": "A reason."}
        )
    )
    assert {answer.status_code for answer in answers} == {302}
    actions = _actions(stage.own.organisation)
    assert actions.count("credential.revoked") == 1
    assert actions.count("credential.suspended") - actions.count("credential.lifted") in {0, 1}
    assert Credential.objects.get(pk=stage.own.ids["credential_id"]).state == "revoked"
    mails = OutboxMessage.objects.filter(payload__subject__startswith="Revoked")
    assert mails.count() == 1
    assert _chain_holds(stage.own.organisation)
    told = Client().post(
        "/api/v1/verify",
        Client().get(f"/c/{stage.own.ids['credential_id']}.json").content,
        content_type="application/json",
    )
    assert told.json()["verdict"] == "invalid"


@pytest.mark.parametrize("key", ["one key", ""])
def test_one_award_leads_to_one_credential(stage: two_tenants.World, key: str) -> None:
    body = json.dumps(
        {
            "achievement": "fire-prevention",
            "recipient": {"name": "A B", "email": "ab@x.example"},
        }
    )
    headers = {"authorization": f"Bearer {stage.own.keys['full key']}"}
    if key:
        headers["idempotency-key"] = key

    def issue(_number: int) -> Any:
        return Client(raise_request_exception=False).post(
            "/api/v1/credentials", body, content_type="application/json", headers=headers
        )

    answers = _all_at_once(issue)
    statuses = [answer.status_code for answer in answers]
    assert statuses == [201] * TRIES if key else sorted(statuses) == [201] + [409] * (TRIES - 1)
    made = Award.objects.filter(recipient_email="ab@x.example")
    assert made.count() == 1
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert _chain_holds(stage.own.organisation)


def test_no_two_credentials_share_a_place_in_a_status_list(stage: two_tenants.World) -> None:
    headers = {"authorization": f"Bearer {stage.own.keys['full key']}"}

    def issue(number: int) -> int:
        person = {"name": "A B", "email": f"slot{number}@x.example"}
        body = json.dumps({"achievement": "fire-prevention", "recipient": person})
        return (
            Client(raise_request_exception=False)
            .post("/api/v1/credentials", body, content_type="application/json", headers=headers)
            .status_code
        )

    assert set(_all_at_once(issue)) == {201}
    places = list(StatusSlot.objects.values_list("status_list_id", "index"))
    assert len(places) == len(set(places))
    made = Credential.objects.values("pk")  # rights and endorsements hold places too
    assert StatusSlot.objects.filter(subject_id__in=made).count() == len(made) * 2
    assert _chain_holds(stage.own.organisation)


def test_equal_names_at_one_moment_get_addresses_of_their_own(stage: two_tenants.World) -> None:
    browser = stage.browsers["learner"]
    answers = _all_at_once(
        lambda _number: _session(browser).post("/studio/new", {"name": "Twin"}), 8
    )
    assert {answer.status_code for answer in answers} == {302}
    slugs = Organisation.objects.filter(name="Twin").values_list("slug", flat=True)
    assert len(set(slugs)) == 8


def test_the_last_owner_stays(stage: two_tenants.World) -> None:
    """Two owners who remove one another at once leave one behind."""
    organisation = stage.own.organisation
    second = two_tenants.account("second@harbour.example", "Second Owner")
    places = [
        Membership.objects.get(user=stage.own.owner, organisation=organisation),
        Membership.objects.create(organisation=organisation, user=second, role="owner"),
    ]
    Membership.objects.filter(organisation=organisation, role="owner").exclude(
        pk__in=[place.pk for place in places]
    ).delete()
    browsers = [stage.browsers["owner"], two_tenants.browser(second)]

    def oust(number: int) -> int:
        browser, victim = browsers[number % 2], places[1 - number % 2]
        path = f"/studio/harbour/settings/members/{victim.pk}/remove"
        return _session(browser).post(path).status_code

    assert max(_all_at_once(oust)) < 500
    assert Membership.objects.filter(organisation=organisation, role="owner").count() == 1
