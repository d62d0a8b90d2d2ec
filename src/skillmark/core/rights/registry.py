"""The registry of known issuers: whom a verifier knows, under which DIDs, and what they own.

A JSON file, part of a verifier's policy. It may be signed (``eddsa-jcs-2022``) by whoever keeps
it; then `require_signed` tells whether a known key did so. Form::

    {"type": "SkillmarkIssuers", "version": 1, "issuers": [
        {"did": "did:web:…", "alsoKnownAs": ["did:webvh:…"], "names": ["…"], "domains": ["…"],
         "achievements": ["https://…/a/…"], "mayIssue": ["https://…/a/…"], "accreditor": false,
         "keys": ["z6Mk…"], "validFrom": "…Z", "validUntil": "…Z"}]}
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from skillmark.core.canon import jcs
from skillmark.core.crypto import PublicKey
from skillmark.core.encoding import lookalikes
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.proof import check_proof, proofs_of
from skillmark.core.rights.errors import RegistryError
from skillmark.core.rights.reading import moment

TYPE: Final = "SkillmarkIssuers"
VERSION: Final = 1
MAX_ISSUERS: Final = 100_000
SUITE: Final = "eddsa-jcs-2022"

_TEXT_LISTS: Final = (
    *("alsoKnownAs", "names", "domains", "achievements", "mayIssue"),
    "keys",
)
_MEMBERS: Final = frozenset({"did", *_TEXT_LISTS, "accreditor", "validFrom", "validUntil"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One issuer that a verifier knows.

    Attributes:
        did: under which it signs.
        also: other DIDs that mean the same issuer.
        names: by which people know it.
        domains: proven to be its own.
        achievements: ids of achievements that are its own, of a version or lasting.
        may_issue: ids of achievements of others that it may issue.
        accreditor: its endorsements count as accreditations.
        keys: that are its own, whatever document they come in; how long each was good for, that
            document still says.
        valid_from: before which it is not known; None for always.
        valid_until: from which on it is not known any more; None for never.
    """

    did: str
    also: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    achievements: tuple[str, ...] = ()
    may_issue: tuple[str, ...] = ()
    accreditor: bool = False
    keys: frozenset[PublicKey] = frozenset()
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    @property
    def dids(self) -> frozenset[str]:
        """Every DID that means it."""
        return frozenset({self.did, *self.also})

    def holds(self, at: datetime) -> bool:
        """Tell whether it is known at a moment."""
        begun = self.valid_from is None or self.valid_from <= at
        return begun and (self.valid_until is None or at < self.valid_until)


class Registry:
    """Known issuers, found by DID, by what they own and by what their names look like.

    Attributes:
        closed: whoever is not in it is refused; an open one only adds to what is known.
    """

    def __init__(self, issuers: Iterable[Known], *, closed: bool = True) -> None:
        self.closed = closed
        self.issuers = tuple(issuers)
        self._by_did: dict[str, Known] = {}
        self._owners: dict[str, Known] = {}
        self._by_look: dict[str, list[Known]] = {}
        for one in self.issuers:
            for did in one.dids:
                if self._by_did.setdefault(did, one) is not one:
                    raise RegistryError("A DID stands twice in the registry.", did=did[:200])
            for name in one.achievements:
                if self._owners.setdefault(name, one) is not one:
                    raise RegistryError(
                        "An achievement has two owners.", achievement=name[:200]
                    )
            for name in one.names:
                self._by_look.setdefault(lookalikes.skeleton(name), []).append(one)

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read a registry; every member is known, so a misspelt limit is no missing limit.

        Raises:
            RegistryError: another form.
        """
        if not isinstance(value, dict) or value.get("type") != TYPE:
            raise RegistryError(f"The registry of issuers is no {TYPE}.")
        if value.get("version") != VERSION:
            raise RegistryError("The registry of issuers is of another version.")
        entries = value.get("issuers")
        if not isinstance(entries, list) or len(entries) > MAX_ISSUERS:
            raise RegistryError("The registry of issuers has no list of issuers.")
        return cls(_known(entry) for entry in entries)

    def find(self, did: str, at: datetime) -> Known | None:
        """Return the issuer that a DID means at a moment."""
        found = self._by_did.get(did)
        return found if found is not None and found.holds(at) else None

    def owner_of(self, *achievements: str) -> Known | None:
        """Return who owns an achievement by one of its ids, whenever that is known for."""
        return next((self._owners[one] for one in achievements if one in self._owners), None)

    def same_look(self, name: str, did: str) -> Known | None:
        """Return a known issuer whose name looks like this one, and that has another DID."""
        if not name or did in self._by_did:
            return None
        alike = self._by_look.get(lookalikes.skeleton(name), [])
        return next(iter(alike), None)


def parse_registry(value: JsonValue) -> Registry:
    """Return `Registry.parse` of a value.

    Raises:
        RegistryError: another form.
    """
    return Registry.parse(value)


def require_signed(value: JsonObject, keys: dict[str, PublicKey]) -> str:
    """Return the name of the key that signed a registry.

    Args:
        value: the registry with its ``proof``.
        keys: trusted keys by the name that a proof calls them.

    Raises:
        RegistryError: it has no proof of one of the keys, or the proof does not hold.
    """
    try:
        proofs = proofs_of(value)
        for proof in proofs:
            name = proof.get("verificationMethod")
            if isinstance(name, str) and name in keys and proof.get("cryptosuite") == SUITE:
                check_proof(value, proof, keys[name], canonicalize=_no_rdf)
                return name
    except SkillmarkError as error:
        raise RegistryError(
            f"The signature of the registry does not hold. {error.message}", cause=error.code
        ) from error
    raise RegistryError("The registry is not signed with a known key.")


def _no_rdf(document: JsonObject, hash_name: str = "sha256") -> bytes:
    """Canonicalise as JSON: the only suite here signs the JSON itself."""
    del hash_name
    return jcs.canonicalize(document)


def _known(entry: JsonValue) -> Known:
    if not isinstance(entry, dict) or not isinstance(entry.get("did"), str):
        raise RegistryError("An issuer in the registry has no DID.")
    did = str(entry["did"])
    odd = sorted(entry.keys() - _MEMBERS)
    if odd or not did.startswith("did:"):
        raise RegistryError(
            "An issuer in the registry has a member that is not known.",
            did=did[:200],
            member=odd[0][:40] if odd else "did",
        )
    lists = {name: _texts(entry, name, did) for name in _TEXT_LISTS}
    accreditor = entry.get("accreditor", False)
    if not isinstance(accreditor, bool):
        raise RegistryError("“accreditor” is neither true nor false.", did=did[:200])
    return Known(
        did=did,
        also=lists["alsoKnownAs"],
        names=lists["names"],
        domains=lists["domains"],
        achievements=lists["achievements"],
        may_issue=lists["mayIssue"],
        accreditor=accreditor,
        keys=_keys(lists["keys"], did),
        valid_from=_date(entry, "validFrom", did),
        valid_until=_date(entry, "validUntil", did),
    )


def _keys(texts: tuple[str, ...], did: str) -> frozenset[PublicKey]:
    try:
        return frozenset(map(PublicKey.from_multikey, texts))
    except SkillmarkError as error:
        raise RegistryError(
            "A key in the registry is no Multikey.", did=did[:200], cause=error.code
        ) from error


def _texts(entry: JsonObject, name: str, did: str) -> tuple[str, ...]:
    value = entry.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise RegistryError(f"“{name}” is no list of texts.", did=did[:200], member=name)
    return tuple(str(one) for one in value)


def _date(entry: JsonObject, name: str, did: str) -> datetime | None:
    if name not in entry:
        return None
    found = moment(entry[name])
    if found is None:
        raise RegistryError(
            f"“{name}” is no date and time with a zone.", did=did[:200], member=name
        )
    return found
