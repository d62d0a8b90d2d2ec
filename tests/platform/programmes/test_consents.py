"""An achievement of another organisation: asked for, allowed, refused, and seen by who awards it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from issued_credentials import published

from skillmark.platform.events import outbox
from skillmark.platform.events.models import AuditEntry, StoredMail
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Membership, Role
from skillmark.platform.programmes import catalogue
from skillmark.platform.programmes.errors import NotReadyError
from skillmark.platform.programmes.models import Consent, Programme
from skillmark.platform.programmes.services import consents, offers
from skillmark.platform.programmes.vocabulary import ConsentState, State

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(
    make_programme: Callable[..., Programme],
    organisation: "Organisation",
    other_organisation: "Organisation",
) -> Programme:
    """Return a draft of the other organisation with an achievement of `organisation`."""
    mine = published(organisation, "Ours alone")
    made = make_programme(
        of=other_organisation, title="Their way", units=("X",), final="", draft=True
    )
    with organisation_scope(other_organisation):
        offers.set_achievements(
            made.pk, units=[mine.achievement_id], final=None, prerequisites=[], actor=None
        )
    return made


def _consent() -> Consent:
    found: Consent = Consent.objects.with_scopes_disabled().get()
    return found


def _publish(programme: Programme) -> None:
    with organisation_scope(programme.organisation_id):
        offers.publish(programme.pk, actor=None)


def test_without_a_yes_it_does_not_stand_in_the_catalogue(
    theirs: Programme, organisation: "Organisation"
) -> None:
    assert (_consent().state, _consent().organisation_id) == (
        ConsentState.ASKED,
        organisation.pk,
    )
    with pytest.raises(NotReadyError) as refused:
        _publish(theirs)
    assert organisation.name in str(refused.value.problems)
    assert catalogue.public_programme(theirs.pk) is None


def test_a_yes_opens_the_catalogue_and_a_no_takes_it_out_again(
    theirs: Programme, organisation: "Organisation", user: "User"
) -> None:
    with organisation_scope(organisation):
        consents.decide(_consent().pk, given=True, actor=user)
    _publish(theirs)
    assert catalogue.public_programme(theirs.pk) is not None
    with organisation_scope(organisation):
        consents.decide(_consent().pk, given=False, actor=user)
        acts = AuditEntry.objects.filter(action__startswith="programme.consent")
        said = list(acts.order_by("sequence").values_list("action", flat=True))
    assert said == ["programme.consent_given", "programme.consent_refused"]
    theirs.refresh_from_db()
    assert theirs.state == State.DRAFT
    with pytest.raises(NotReadyError):
        _publish(theirs)


def test_what_is_named_no_more_is_asked_for_no_more(
    theirs: Programme, other_organisation: "Organisation"
) -> None:
    own = published(other_organisation, "Their own")
    with organisation_scope(other_organisation):
        offers.set_achievements(
            theirs.pk, units=[own.achievement_id], final=None, prerequisites=[], actor=None
        )
    assert not Consent.objects.with_scopes_disabled().exists()
    _publish(theirs)


def test_what_one_asks_for_before_needs_no_yes(
    make_programme: Callable[..., Programme],
    organisation: "Organisation",
    other_organisation: "Organisation",
) -> None:
    mine = published(organisation, "Ours alone")
    made = make_programme(of=other_organisation, title="After ours", asks=(mine,))
    assert made.state == State.PUBLISHED


def test_who_awards_says_so_in_the_console(
    theirs: Programme, organisation: "Organisation", studio: Client
) -> None:
    page = f"/studio/{organisation.slug}/programmes"
    assert "Allow it" in studio.get(page).text
    consent = _consent()
    answer = studio.post(f"{page}/consents/{consent.pk}", {"act": "give"}, follow=True)
    assert "They can offer it now." in answer.text
    assert _consent().state == ConsentState.GIVEN
    _publish(theirs)
    studio.post(f"{page}/consents/{consent.pk}", {"act": "refuse"})
    assert _consent().state == ConsentState.REFUSED


def test_who_is_asked_and_who_gets_an_answer_hear_of_it_by_mail(
    *,
    theirs: Programme,
    organisation: "Organisation",
    other_organisation: "Organisation",
    user: "User",
    make_member: Callable[[Role], "User"],
    make_user: Callable[[], "User"],
) -> None:
    provider = make_user()
    with organisation_scope(other_organisation):
        Membership.objects.create(
            organisation=other_organisation, user=provider, role=Role.OWNER
        )
    make_member(Role.VIEWER)
    with organisation_scope(organisation):
        for given in (True, True, False, True):
            consents.decide(_consent().pk, given=given, actor=user)
    outbox.dispatch_all()
    mails = StoredMail.objects.order_by("pk")
    asked = mails.filter(subject__contains="wants to offer")
    assert [mail.recipient for mail in asked] == [user.email]
    assert f"/studio/{organisation.slug}/programmes" in asked[0].text
    assert "“Their way”" in asked[0].text
    told = mails.filter(subject__contains="“Ours alone”")
    assert user.email not in {mail.recipient for mail in told}
    told = told.filter(recipient=provider.email)
    said = sorted(mail.subject.split(" “")[0] for mail in told)
    assert said == ["You may not offer", "You may offer", "You may offer"]


def test_a_programme_that_asks_again_and_again_writes_once_a_day(
    theirs: Programme, other_organisation: "Organisation", user: "User"
) -> None:
    mine = _consent().achievement_id
    with organisation_scope(other_organisation):
        for units in ([], [mine], [], [mine]):
            offers.set_achievements(
                theirs.pk, units=units, final=None, prerequisites=[], actor=None
            )
    outbox.dispatch_all()
    assert StoredMail.objects.filter(recipient=user.email).count() == 1


def test_nobody_else_decides(
    theirs: Programme, other_organisation: "Organisation", user: "User", client_of: Any
) -> None:
    assert theirs.pk
    with organisation_scope(other_organisation), pytest.raises(Consent.DoesNotExist):
        consents.decide(_consent().pk, given=True, actor=user)
    page = f"/studio/{other_organisation.slug}/programmes/consents/{_consent().pk}"
    assert client_of(user).post(page, {"act": "give"}).status_code == 404
