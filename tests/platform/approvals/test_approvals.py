"""Approvals: a second person decides, once, and everybody concerned hears of it."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from skillmark.platform.approvals import errors, panels, registry, services
from skillmark.platform.approvals.models import Approval, ApprovalState
from skillmark.platform.events.models import AuditEntry, StoredMail
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.errors import LogoInvalidError
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.people.models import User

KIND = "tests.act"


@pytest.fixture
def done() -> Iterator[list[tuple[str, UUID]]]:
    """What was done, act by act."""
    acts: list[tuple[str, UUID]] = []

    def approved(request: Approval, _by: object) -> None:
        if request.facts.get("breaks"):
            raise LogoInvalidError("The thing is gone.")
        acts.append(("approved", request.subject_id))

    kind = registry.Kind(
        "Tests",
        approved,
        lambda request, _by: acts.append(("declined", request.subject_id)),
        lambda request: [("People", str(request.facts.get("people", 0)))],
    )
    registry.register(KIND, kind)
    yield acts
    registry._kinds.pop(KIND)


@pytest.fixture
def asker(make_member: Callable[[Role], User]) -> User:
    return make_member(Role.ISSUER)


@pytest.fixture
def waiting(organisation: Organisation, asker: User, done: object) -> Approval:
    return ask(organisation, asker)


def ask(
    organisation: Organisation, actor: object, title: str = "Issue to 120 people"
) -> Approval:
    with organisation_scope(organisation):
        return services.ask(
            KIND,
            organisation=organisation,
            subject_id=uuid4(),
            title=title,
            actor=actor,
            href="/studio/x/batches",
            facts={"people": 120},
        )


def _page(name: str, organisation: Organisation, *more: object) -> str:
    return reverse(f"approvals:{name}", args=[organisation.slug, *more])


def test_a_second_person_approves_and_it_is_done(  # noqa: PLR0917 - fixtures
    waiting: Approval,
    organisation: Organisation,
    asker: User,
    make_member: Callable[[Role], User],
    client_of: Callable[[User], Client],
    deliver: Callable[[], None],
    done: list[tuple[str, UUID]],
) -> None:
    approver = make_member(Role.APPROVER)
    late = ask(organisation, asker, "Issue to 121 people")
    deliver()
    asked = StoredMail.objects.filter(subject__contains="121")
    assert {mail.recipient for mail in asked} == {approver.email, "owner@harbour.example"}
    client = client_of(approver)
    page = client.get(_page("approval", organisation, late.pk)).text
    assert "Issue to 121 people" in page
    assert "<dd>120</dd>" in page
    answer = client.post(_page("approve", organisation, late.pk), {"note": "ok"}, follow=True)
    assert "Approved, and done." in answer.text
    assert done == [("approved", late.subject_id)]
    deliver()
    told = StoredMail.objects.get(subject="Approved: Issue to 121 people")
    assert told.recipient == asker.email
    actions = AuditEntry.objects.with_scopes_disabled().values_list("action", flat=True)
    assert "approval.approved" in actions


def test_a_no_needs_its_reason_and_is_mailed(  # noqa: PLR0917 - fixtures
    waiting: Approval,
    organisation: Organisation,
    studio: Client,
    asker: User,
    deliver: Callable[[], None],
    done: list[tuple[str, UUID]],
) -> None:
    decline = _page("decline", organisation, waiting.pk)
    assert "Say why" in studio.post(decline, {"note": "  "}).text
    assert done == []
    studio.post(decline, {"note": "The end date is wrong."})
    assert done == [("declined", waiting.subject_id)]
    deliver()
    mail = StoredMail.objects.get(subject__startswith="Declined")
    assert mail.recipient == asker.email
    assert "The end date is wrong." in mail.text


def test_nobody_decides_their_own_request(
    organisation: Organisation, studio: Client, user: User, done: list[tuple[str, UUID]]
) -> None:
    own = ask(organisation, user)
    page = studio.get(_page("approval", organisation, own.pk)).text
    assert "Nobody else here can decide this" in page
    assert "Your decision" not in page
    for act in ("approve", "decline"):
        answer = studio.post(_page(act, organisation, own.pk), {"note": "mine"})
        assert "a second person has to decide" in answer.text
    assert done == []
    with organisation_scope(organisation), pytest.raises(errors.OwnRequestError):
        services.approve(own.pk, by=user)


def test_a_decision_stands(
    waiting: Approval, organisation: Organisation, studio: Client, done: list[object]
) -> None:
    studio.post(_page("approve", organisation, waiting.pk))
    again = studio.post(_page("decline", organisation, waiting.pk), {"note": "no"})
    assert "decided already" in again.text
    assert len(done) == 1


def test_an_act_that_is_no_longer_possible_leaves_the_request_waiting(
    waiting: Approval, organisation: Organisation, studio: Client
) -> None:
    Approval.objects.with_scopes_disabled().update(facts={"breaks": True})
    answer = studio.post(_page("approve", organisation, waiting.pk))
    assert "The thing is gone." in answer.text
    kept = Approval.objects.with_scopes_disabled().get()
    assert (kept.state, kept.decided_by) == (ApprovalState.WAITING, None)


@pytest.mark.parametrize("who", ["asker", "owner", "other"])
def test_whoever_asked_or_an_owner_withdraws(  # noqa: PLR0917 - fixtures
    waiting: Approval,
    organisation: Organisation,
    user: User,
    asker: User,
    make_member: Callable[[Role], User],
    client_of: Callable[[User], Client],
    done: list[tuple[str, UUID]],
    who: str,
) -> None:
    person = {"asker": asker, "owner": user, "other": make_member(Role.ISSUER)}[who]
    client_of(person).post(_page("withdraw", organisation, waiting.pk))
    assert done == ([] if who == "other" else [("declined", waiting.subject_id)])


@pytest.mark.parametrize("role", list(Role))
def test_who_decides(
    waiting: Approval,
    organisation: Organisation,
    make_member: Callable[[Role], User],
    client_of: Callable[[User], Client],
    role: Role,
) -> None:
    client = client_of(make_member(role))
    shown = client.get(_page("approval", organisation, waiting.pk))
    assert shown.status_code == (403 if role == Role.ASSESSOR else 200)
    got = client.post(_page("approve", organisation, waiting.pk))
    assert got.status_code == (302 if role in {Role.OWNER, Role.APPROVER} else 403)


def test_a_key_asks_for_whoever_made_it(
    organisation: Organisation, user: User, done: list[object]
) -> None:
    from skillmark.platform.orgs import api_keys

    made = api_keys.create_api_key(
        organisation, name="LMS", scopes=["credentials:issue"], actor=user
    )
    request = ask(organisation, made.key)
    assert request.asked_by == user
    with organisation_scope(organisation), pytest.raises(errors.OwnRequestError):
        services.approve(request.pk, by=user)


def test_the_list_is_filtered_searched_sorted_and_paged(
    organisation: Organisation, studio: Client, asker: User, done: list[object]
) -> None:
    page = _page("approvals", organisation)
    assert "Nothing waits for a decision" in studio.get(page).text
    made = [ask(organisation, asker, f"Issue to {n:02} people") for n in range(30)]
    studio.post(_page("decline", organisation, made[0].pk), {"note": "no"})

    def titles(**query: str) -> list[str]:
        return [row.approval.title for row in studio.get(page, query).context["rows"]]

    assert titles()[0] == "Issue to 29 people"
    assert len(titles()) == 25
    assert len(titles(page="2")) == 4
    assert titles(sort="title")[0] == "Issue to 01 people"
    assert titles(q="to 07") == ["Issue to 07 people"]
    assert titles(state="declined") == ["Issue to 00 people"]
    assert len(titles(state="all", page="2")) == 5
    assert titles(state="withdrawn") == []
    assert "No request matches" in studio.get(page, {"q": "nothing"}).text


def test_what_waits_is_on_the_overview_and_counted_in_the_rail(
    waiting: Approval,
    organisation: Organisation,
    studio: Client,
    asker: User,
    client_of: Callable[[User], Client],
) -> None:
    overview = reverse("orgs:overview", args=[organisation.slug])
    page = studio.get(overview).text
    assert "Waiting for your decision" in page
    assert '<span class="visually-hidden">1 waiting</span>' in page
    theirs = client_of(asker).get(overview).text
    assert "You asked for this; somebody else decides." in theirs
    assert "1 waiting" not in theirs
    assert panels.SHOWN < 10


def test_a_foreign_request_is_not_there(
    waiting: Approval,
    other_organisation: Organisation,
    make_user: Callable[..., User],
    client_of: Callable[[User], Client],
    done: list[object],
) -> None:
    from skillmark.platform.orgs.models import Membership

    stranger = make_user()
    with organisation_scope(other_organisation):
        Membership.objects.create(
            organisation=other_organisation, user=stranger, role=Role.OWNER
        )
    client = client_of(stranger)
    assert client.get(_page("approval", other_organisation, waiting.pk)).status_code == 404
    for act in ("approve", "decline", "withdraw"):
        url = _page(act, other_organisation, waiting.pk)
        assert client.post(url, {"note": "x"}).status_code == 404
    assert done == []
