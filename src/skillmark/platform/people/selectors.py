"""Reading persons and their proven addresses."""

from skillmark.platform.people.models import EmailIdentity, Person, User


def person_of(user: User) -> Person | None:
    """Return the account's person."""
    return Person.objects.filter(user=user).first()


def verified_emails(user: User) -> frozenset[str]:
    """Return the addresses, in lower case, that the account has proven to be its own."""
    found = EmailIdentity.objects.filter(person__user=user, verified_at__isnull=False)
    return frozenset(found.values_list("email", flat=True))


def person_by_email(email: str) -> Person | None:
    """Return the person who has proven that an address is theirs."""
    identity = (
        EmailIdentity.objects.select_related("person")
        .filter(email=email.strip().lower(), verified_at__isnull=False)
        .first()
    )
    return identity.person if identity else None
