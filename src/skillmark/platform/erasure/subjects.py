"""Who is meant: an account with all its proven addresses, or an address at one organisation."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from skillmark.platform.erasure.models import Erasure
from skillmark.platform.events.erasure import Subject, parts
from skillmark.platform.events.ids import uuid7
from skillmark.platform.issuing.models import Award, ClaimLink, Credential
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people import selectors as people
from skillmark.platform.people.models import User


def of_account(user: User, erasure: UUID | None = None) -> Subject:
    """Return the person of an account, with every address they have proven."""
    person = people.person_of(user)
    emails = people.verified_emails(user) | {user.email.lower()}
    return whole(
        Subject(
            erasure=erasure or uuid7(),
            emails=frozenset(emails),
            user=user.pk,
            person=person.pk if person else None,
        )
    )


def of_address(email: str, organisation: Organisation, erasure: UUID | None = None) -> Subject:
    """Return who an address is within one organisation."""
    email = email.strip().lower()
    person = people.person_by_email(email)
    return whole(
        Subject(
            erasure=erasure or uuid7(),
            emails=frozenset({email}),
            person=person.pk if person else None,
            organisation=organisation.pk,
        )
    )


def of_credential(
    credential: UUID, organisation: Organisation, erasure: UUID | None = None
) -> Subject:
    """Return whom a credential without an address is about: nothing else is known of them."""
    return _called(
        Subject(
            erasure=erasure or uuid7(),
            emails=frozenset(),
            organisation=organisation.pk,
            credentials=frozenset({credential}),
        )
    )


def of_bare(email: str, erasure: UUID | None = None) -> Subject:
    """Return who an address is everywhere, when it belongs to no account."""
    return whole(Subject(erasure=erasure or uuid7(), emails=frozenset({email.lower()})))


def of(erasure: Erasure) -> Subject:
    """Return whom an erasure is about, as it was noted when it began."""
    return Subject(
        erasure=erasure.pk,
        emails=frozenset(erasure.addresses),
        names=frozenset(erasure.names),
        user=erasure.user_id,
        person=erasure.person_id,
        organisation=erasure.organisation_id,
        credentials=erasure.credential_ids,
    )


def whole(whom: Subject) -> Subject:
    """Return the subject with its credentials and the names it goes by."""
    known = Subject(
        erasure=whom.erasure,
        emails=whom.emails,
        user=whom.user,
        person=whom.person,
        organisation=whom.organisation,
        credentials=_credentials(whom),
    )
    return _called(known)


def _called(known: Subject) -> Subject:
    """Return the subject with the names that it goes by."""
    names: set[str] = set()
    for part in parts():
        if part.says:
            for row in part.rows(known).values_list(*part.says).distinct():
                names |= {str(name) for name in row if name}
    if known.person is not None and known.user is None:
        names |= _said_elsewhere(known.person)
    return known.named(names)


def _said_elsewhere(person: UUID) -> set[str]:
    """Return how the account calls itself, where only an organisation's rows go."""
    found = User.objects.filter(person=person).values_list(
        "display_name", "person__display_name"
    )
    return {name for row in found for name in row if name}


def _credentials(whom: Subject) -> frozenset[UUID]:
    everywhere: Any = Award.objects.with_scopes_disabled()
    awards = everywhere.filter(whom.addressed("recipient_email"))
    theirs = Q(award__in=awards.values("pk"))
    if whom.person is not None:
        taken: Any = ClaimLink.objects.with_scopes_disabled()
        links = taken.filter(claimed_by__person=whom.person)
        theirs |= Q(pk__in=links.values("credential"))
    rows = whom.own(Credential.objects.with_scopes_disabled().filter(theirs))
    return frozenset(rows.order_by().values_list("pk", flat=True))
