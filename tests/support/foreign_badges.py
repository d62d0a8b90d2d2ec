"""Badges of other systems, really signed, and a web on which their issuers' documents stand."""

from datetime import UTC, datetime
from typing import Any

from signed_credentials import SALT, TestIssuer, badge
from stack_samples import person, status_list

from skillmark.core import jsonio
from skillmark.core.badges.identity import hash_identity
from skillmark.core.status import entry
from skillmark.fetch.errors import NotFoundError
from skillmark.fetch.fetcher import MAX_BYTES, Fetched

ACADEMY = TestIssuer.on_web("academy.example", 21)
COLLEGE = TestIssuer.by_key(22)
LOOKALIKE = TestIssuer.on_web("academy-example.example", 23)
MARK = "mark@people.example"
IT = "https://academy.example/badges/it-support"
DATA = "https://college.example/badges/data-science"
FROM = datetime(2026, 5, 1, tzinfo=UTC)


class Web:
    """A `Source` of documents at addresses; whatever is not there is not found.

    Attributes:
        documents: what is there.
        asked: every address that was asked for.
    """

    def __init__(self, **documents: bytes) -> None:
        self.documents: dict[str, bytes] = dict(documents)
        self.asked: list[str] = []
        self.put(ACADEMY)
        self.put(LOOKALIKE)

    def put(self, issuer: TestIssuer, *, revoked: tuple[int, ...] = (), **key: Any) -> None:
        """Publish an issuer's keys and status lists."""
        self.documents[issuer.did_url] = issuer.did_document(**key)
        host = issuer.did.removeprefix("did:web:")
        for purpose in ("revocation", "suspension"):
            bits = revoked if purpose == "revocation" else ()
            made = status_list(issuer, revoked=bits, purpose=purpose)
            self.documents[f"https://{host}/status/1{purpose}"] = jsonio.dumps(made)

    def get(
        self, url: str, *, max_bytes: int = MAX_BYTES, accept: tuple[str, ...] = ()
    ) -> Fetched:
        """Return the document at an address."""
        self.asked.append(url)
        found = self.documents.get(url)
        if found is None or len(found) > max_bytes:
            raise NotFoundError("The server has no such document.")
        return Fetched(found, accept[0] if accept else "application/json", url)


def address(email: str) -> list[Any]:
    """Return the identifiers of a holder by a hashed address and a name."""
    return [
        person()[0],
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": hash_identity(email, SALT),
            "identityType": "emailAddress",
            "salt": SALT,
        },
    ]


def unsigned(
    by: TestIssuer = ACADEMY,
    *,
    number: int = 1,
    achievement: str = IT,
    email: str = MARK,
    title: str = "IT Support Professional",
    **changes: Any,
) -> Any:
    """Return an unsigned badge; of a did:web with a status on its lists."""
    host = (
        by.did.removeprefix("did:web:") if by.did.startswith("did:web:") else "college.example"
    )
    name = f"https://{host}/assertions/{number}"
    status = [
        entry.build(
            status_list_credential=f"https://{host}/status/1{purpose}",
            index=number,
            purpose=purpose,
        )
        for purpose in ("revocation", "suspension")
    ]
    document = badge(
        by,
        id=name,
        name=title,
        credentialStatus=status if by.did.startswith("did:web:") else None,
    )
    document["issuer"]["name"] = "Example Academy"
    subject = document["credentialSubject"]
    subject["id"] = f"{name}#subject"
    subject["identifier"] = address(email)
    subject["achievement"] |= {"id": achievement, "name": title}
    for member, value in changes.items():
        if value is None:
            document.pop(member, None)
        else:
            document[member] = value
    return document


def signed(by: TestIssuer = ACADEMY, **changes: Any) -> bytes:
    """Return the file of a badge."""
    return jsonio.dumps(by.sign(unsigned(by, **changes)))
