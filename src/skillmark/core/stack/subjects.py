"""Are two credentials of one person? As far as the documents can tell.

One DID proves it, one e-mail address that both are hashed to proves it. The same name alone
proves nothing by itself; it is then the issuer of the final, who signed the digests of the
constituents, whose word it is.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from skillmark.core.badges.nodes import Node
from skillmark.core.jsonio import JsonObject
from skillmark.core.stack.report import Finding
from skillmark.core.verify import Claims, Outcome, RecipientIs, Verdict


@dataclass(frozen=True, slots=True)
class _Person:
    """What a credential says of its holder."""

    did: str
    names: frozenset[str]
    has_address: bool
    at_address: bool


def compare(
    final: JsonObject, constituent: JsonObject, *, addresses: Sequence[str], at: datetime
) -> Finding | None:
    """Return what is to be said of two proven credentials that shall be one person's.

    Args:
        final: the final credential.
        constituent: what counts towards it.
        addresses: the e-mail addresses of the person, if somebody shows them.
        at: the moment of the question.

    Returns:
        None when one person's is proven.
    """
    first, second = _person(final, addresses, at), _person(constituent, addresses, at)
    same = _same(first, second)
    if same is None and first.names and second.names:
        if not first.names.isdisjoint(second.names):
            reason = "It names its holder as the final does; their address was not shown."
            return Finding("stack.subject_by_name", Verdict.VALID, reason)
        same = False
    if same is None:
        reason = "Nothing tells whether it is of the same person."
        return Finding("stack.subject_unknown", Verdict.UNKNOWN, reason)
    return None if same else _differs()


def _same(first: _Person, second: _Person) -> bool | None:
    """Tell whether two are one person by what proves it; None when nothing does."""
    if first.at_address and second.at_address:
        return True
    if first.did and second.did:
        return first.did == second.did
    apart = (first.at_address and second.has_address) or (
        second.at_address and first.has_address
    )
    return False if apart else None


def _differs() -> Finding:
    reason = "It was awarded to somebody else."
    return Finding("stack.constituent_subject", Verdict.INVALID, reason)


def _person(document: JsonObject, addresses: Sequence[str], at: datetime) -> _Person:
    root = Node(document, "")
    subject = next(iter(root.children("credentialSubject")), Node({}, ""))
    entries = subject.children("identifier")
    claims = Claims(document, "", at)
    name = subject.text("id") or ""
    plain = (
        entry.text("identityHash") or ""
        for entry in entries
        if entry.text("identityType") == "name" and entry.value.get("hashed") is not True
    )
    return _Person(
        did=name if name.startswith("did:") else "",
        names=frozenset(_plain(word) for word in plain if word.strip()),
        has_address=any(entry.text("identityType") == "emailAddress" for entry in entries),
        at_address=any(
            RecipientIs(address).check(claims).outcome is Outcome.PASSED
            for address in addresses
        ),
    )


def _plain(name: str) -> str:
    """Return a name without the differences that one person's has from form to form."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
