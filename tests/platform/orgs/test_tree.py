"""The tree of organisations: consent of both sides, no cycle, no right over a part."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from skillmark.platform.events.models import AuditEntry, StoredMail
from skillmark.platform.orgs import errors, services, tree
from skillmark.platform.orgs.access import membership_of, organisation_scope
from skillmark.platform.orgs.models import Membership, Organisation, PartProposal, Role
from skillmark.platform.orgs.services import tree as bonds
from skillmark.platform.people.models import User

type MakeOrganisation = Callable[..., Organisation]


def _page(name: str, organisation: Organisation, *more: object) -> str:
    return reverse(f"orgs:{name}", args=[organisation.slug, *more])


def _joined(parent: Organisation, part: Organisation, actor: User) -> None:
    proposal = bonds.propose(parent, other_slug=part.slug, asker_is_parent=True, actor=actor)
    with organisation_scope(part):
        bonds.accept_proposal(proposal.pk, decider=part, actor=actor)
    parent.refresh_from_db()
    part.refresh_from_db()


def test_a_part_is_a_tenant_of_its_own(organisation: Organisation, user: User) -> None:
    part = bonds.create_part(organisation, actor=user, name="Faculty of Health")
    assert part.parent == organisation
    with organisation_scope(part):
        assert [(m.user, m.role) for m in Membership.objects.all()] == [(user, Role.OWNER)]
        made = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"organisation.created", "identity.created", "part.attached"} <= made
    with organisation_scope(organisation):
        assert AuditEntry.objects.filter(action="part.attached").count() == 1


def test_a_part_is_handed_over_to_whom_it_is_for(
    organisation: Organisation,
    user: User,
    make_user: Callable[..., User],
    deliver: Callable[[], None],
) -> None:
    part = bonds.create_part(
        organisation, actor=user, name="Faculty of Law", owner_email="dean@law.example"
    )
    deliver()
    mail = StoredMail.objects.get(recipient="dean@law.example")
    token = mail.text.split("/join/")[1].split()[0]
    dean = make_user("dean@law.example")
    services.accept(token, user=dean)
    assert membership_of(user, part) is None
    place = membership_of(dean, part)
    assert place is not None
    assert place.role == Role.OWNER


def test_owners_above_have_no_right_over_a_part(
    organisation: Organisation,
    make_organisation: MakeOrganisation,
    user: User,
    studio: Client,
) -> None:
    part = make_organisation("Faculty of Physics")
    _joined(organisation, part, user)
    for name in ("overview", "members", "profile", "structure"):
        assert studio.get(_page(name, part)).status_code == 404
    shown = studio.get(_page("structure", organisation))
    assert "Faculty of Physics" in shown.text
    assert shown.context["rows"][0].figures[0] == ("Members", 1)


@pytest.mark.parametrize("asker_is_parent", [True, False])
def test_it_takes_two_to_join(
    organisation: Organisation,
    other_organisation: Organisation,
    user: User,
    deliver: Callable[[], None],
    asker_is_parent: bool,
) -> None:
    proposal = bonds.propose(
        organisation,
        other_slug=other_organisation.slug,
        asker_is_parent=asker_is_parent,
        actor=user,
    )
    deliver()
    assert StoredMail.objects.filter(subject__contains="asks you to decide").count() == 1
    assert Organisation.objects.filter(parent__isnull=False).count() == 0
    with (
        organisation_scope(organisation),
        pytest.raises(PartProposal.DoesNotExist),
    ):  # whoever asks does not decide
        bonds.accept_proposal(proposal.pk, decider=organisation, actor=user)
    with organisation_scope(other_organisation):
        part = bonds.accept_proposal(proposal.pk, decider=other_organisation, actor=user)
        with pytest.raises(errors.ProposalDecidedError):
            bonds.accept_proposal(proposal.pk, decider=other_organisation, actor=user)
    expected = other_organisation if asker_is_parent else organisation
    assert part == expected


def test_asking_twice_asks_once(
    organisation: Organisation, other_organisation: Organisation, user: User
) -> None:
    slug = other_organisation.slug
    first = bonds.propose(organisation, other_slug=slug, asker_is_parent=True, actor=user)
    second = bonds.propose(organisation, other_slug=slug, asker_is_parent=True, actor=user)
    turned = bonds.propose(organisation, other_slug=slug, asker_is_parent=False, actor=user)
    assert first == second == turned
    assert not turned.asker_is_parent


@pytest.mark.parametrize("answer", ["declined", "withdrawn"])
def test_a_no_changes_nothing(
    organisation: Organisation, other_organisation: Organisation, user: User, answer: str
) -> None:
    proposal = bonds.propose(
        organisation, other_slug=other_organisation.slug, asker_is_parent=True, actor=user
    )
    if answer == "declined":
        with organisation_scope(other_organisation):
            bonds.decline_proposal(proposal.pk, decider=other_organisation, actor=user)
    else:
        bonds.withdraw_proposal(proposal.pk, asker=organisation, actor=user)
    proposal.refresh_from_db()
    assert proposal.state == answer
    assert not Organisation.objects.filter(parent__isnull=False).exists()


def test_an_organisation_never_stands_above_itself(
    make_organisation: MakeOrganisation, user: User
) -> None:
    top, middle, low = (make_organisation(f"Level {n} {'ABC'[n]}") for n in range(3))
    _joined(top, middle, user)
    _joined(middle, low, user)
    for parent, part in ((low, top), (top, top), (middle, top)):
        with pytest.raises(errors.TreeCycleError):
            bonds.propose(parent, other_slug=part.slug, asker_is_parent=True, actor=user)


def test_a_cycle_is_refused_at_the_decision_too(
    make_organisation: MakeOrganisation, user: User
) -> None:
    one, two = make_organisation("Alder College"), make_organisation("Birch College")
    first = bonds.propose(one, other_slug=two.slug, asker_is_parent=True, actor=user)
    second = bonds.propose(two, other_slug=one.slug, asker_is_parent=True, actor=user)
    with organisation_scope(two):
        bonds.accept_proposal(first.pk, decider=two, actor=user)
    with organisation_scope(one), pytest.raises(errors.TreeCycleError):
        bonds.accept_proposal(second.pk, decider=one, actor=user)


def test_a_tree_has_only_so_many_levels(
    make_organisation: MakeOrganisation, user: User
) -> None:
    line = [make_organisation(f"Rung {'ABCDE'[n]}") for n in range(tree.MAX_LEVELS + 1)]
    for parent, part in pairwise(line[:-1]):
        _joined(parent, part, user)
    with pytest.raises(errors.TreeDepthError):
        bonds.create_part(line[-2], actor=user, name="One too many")
    with pytest.raises(errors.TreeDepthError):  # a tree of full height below anybody
        bonds.propose(line[-1], other_slug=line[0].slug, asker_is_parent=True, actor=user)


def test_a_part_has_one_place(make_organisation: MakeOrganisation, user: User) -> None:
    one, two, part = (make_organisation(name) for name in ("Elm", "Fir", "Gorse"))
    _joined(one, part, user)
    with pytest.raises(errors.PartTakenError):
        bonds.propose(two, other_slug=part.slug, asker_is_parent=True, actor=user)
    with pytest.raises(errors.OrganisationMissingError):
        bonds.propose(two, other_slug="nobody", asker_is_parent=True, actor=user)


@pytest.mark.parametrize("who", ["parent", "part", "stranger"])
def test_either_side_ends_the_bond_and_nobody_else(
    make_organisation: MakeOrganisation,
    user: User,
    deliver: Callable[[], None],
    who: str,
) -> None:
    sides = {name: make_organisation(f"The {name}") for name in ("parent", "part", "stranger")}
    _joined(sides["parent"], sides["part"], user)
    if who == "stranger":
        with pytest.raises(errors.PartMissingError):
            bonds.detach(sides["part"], by=sides[who], actor=user)
        return
    bonds.detach(sides["part"], by=sides[who], actor=user)
    sides["part"].refresh_from_db()
    assert sides["part"].parent is None
    deliver()
    assert StoredMail.objects.filter(subject__contains="no longer part").count() == 1


def test_the_pages_lead_from_asking_to_parting(
    studio: Client,
    organisation: Organisation,
    make_organisation: MakeOrganisation,
    make_user: Callable[..., User],
    client_of: Callable[[User], Client],
) -> None:
    dean = make_user(name="Dora Dean")
    faculty = make_organisation("Faculty of Computing", owner=dean)
    theirs = client_of(dean)
    address = f"http://127.0.0.1:8000{_page('issuer', faculty)}"
    asked = studio.post(
        _page("propose_part", organisation),
        {"relation": "part", "other": address},
        follow=True,
    )
    assert "they decide" in asked.text
    assert "is to become a part" in asked.text
    waiting = theirs.get(_page("structure", faculty))
    assert "asks Faculty of Computing to become a part of it" in waiting.text
    proposal = PartProposal.objects.with_scopes_disabled().get()
    theirs.post(_page("accept_proposal", faculty, proposal.pk))
    assert "Part of" in theirs.get(_page("structure", faculty)).text
    public = Client()
    assert organisation.name in public.get(_page("issuer", faculty)).text
    assert "Faculty of Computing" in public.get(_page("issuer", organisation)).text
    detach = _page("detach_part", organisation, faculty.pk)
    assert "no longer be part" in studio.get(detach).text
    studio.post(detach)
    assert "Its parts" not in public.get(_page("issuer", organisation)).text


def test_a_foreign_part_cannot_be_touched(
    studio: Client, organisation: Organisation, make_organisation: MakeOrganisation, user: User
) -> None:
    parent, part = make_organisation("Oak"), make_organisation("Pine")
    _joined(parent, part, user)
    assert studio.post(_page("detach_part", organisation, part.pk)).status_code == 404
    proposal = bonds.propose(
        make_organisation("Rowan"), other_slug=parent.slug, asker_is_parent=True, actor=user
    )
    for name in ("accept_proposal", "decline_proposal", "withdraw_proposal"):
        assert studio.post(_page(name, organisation, proposal.pk)).status_code == 404
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


def test_a_parent_is_not_set_by_the_profile(
    studio: Client, organisation: Organisation, other_organisation: Organisation
) -> None:
    stolen = {"name": organisation.name, "parent": other_organisation.pk, "slug": "x"}
    for name in ("profile", "branding", "policies"):
        studio.post(_page(name, organisation), stolen | {"domain": "evil.example"})
    studio.post(reverse("orgs:create"), stolen | {"name": "New one"})
    assert not Organisation.objects.filter(parent__isnull=False).exists()
    assert not Organisation.objects.filter(domain__isnull=False).exists()


def test_the_switcher_shows_the_tree(organisation: Organisation, user: User) -> None:
    services.create_organisation(owner=user, name="Aardvark Academy")
    part = bonds.create_part(organisation, actor=user, name="Faculty of Arts")
    bonds.create_part(part, actor=user, name="Department of Music")
    found = [(place.name, place.level) for place in tree.places_of(user)]
    assert found == [
        ("Aardvark Academy", 0),
        ("Harbour Skills Training", 0),
        ("Faculty of Arts", 1),
        ("Department of Music", 2),
    ]
