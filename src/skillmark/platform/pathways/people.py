"""Who is one person: an address, or all addresses that one account has proven.

A credential belongs to the account that took it while signed in, else to whoever has proven the
address it was awarded to, else to that address. So each belongs to one person only, and nobody
is awarded a final twice. Who has no address at all counts once they take their credential.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from skillmark.core.issue.recipients import same_mailbox
from skillmark.platform.people.models import EmailIdentity, User

_IDS: Final = 500  # of one query


@dataclass(frozen=True, slots=True)
class Person:
    """One person.

    Attributes:
        emails: every address that is theirs, in small letters; never empty.
        user_id: of their account, or None.
    """

    emails: frozenset[str]
    user_id: UUID | None = None

    @property
    def email(self) -> str:
        """The address that stands for them all: the first by spelling."""
        return min(self.emails)


def key_of(email: str) -> str:
    """Return the key of an address: two spellings of one mailbox have one."""
    return hashlib.sha256(same_mailbox(email).encode()).hexdigest()


def persons(emails: Iterable[str]) -> dict[str, Person]:
    """Return who is behind each address."""
    wanted = sorted({same_mailbox(email) for email in emails})
    owners: dict[str, UUID] = {}
    for start in range(0, len(wanted), _IDS):
        part = wanted[start : start + _IDS]
        rows = EmailIdentity.objects.filter(email__in=part, verified_at__isnull=False)
        owners |= dict(rows.values_list("email", "person_id"))
    whole: dict[UUID, set[str]] = defaultdict(set)
    users: dict[UUID, UUID | None] = {}
    ids = sorted(set(owners.values()))
    for start in range(0, len(ids), _IDS):
        proven = EmailIdentity.objects.filter(
            person_id__in=ids[start : start + _IDS], verified_at__isnull=False
        )
        for person_id, email, user_id in proven.values_list(
            "person_id", "email", "person__user_id"
        ):
            whole[person_id].add(same_mailbox(email))
            users[person_id] = user_id
    found = {}
    for email in wanted:
        owner = owners.get(email)
        if owner is None:
            found[email] = Person(frozenset({email}))
        else:
            found[email] = Person(frozenset(whole[owner]), users[owner])
    return found


def person_of(user: User) -> Person | None:
    """Return the person an account belongs to; None without a proven address."""
    proven = EmailIdentity.objects.filter(person__user=user, verified_at__isnull=False)
    emails = frozenset(same_mailbox(email) for email in proven.values_list("email", flat=True))
    return Person(emails, user.pk) if emails else None
