"""Reading how an organisation's trust stands: for its settings, its first steps, its overview."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import backup, documents, homes, keys, signing
from skillmark.platform.trust.identities import logs
from skillmark.platform.trust.identities.selectors import Told, told
from skillmark.platform.trust.models import (
    Compromise,
    IssuerIdentity,
    IssuerKey,
    KeyBackup,
    KeyState,
    KillSwitch,
    StatusList,
)
from skillmark.platform.trust.status import LIST_VALIDITY

_COMPROMISES: Final = 10  # the newest of them are shown
_GROUP: Final = 4  # hexadecimal digits that stand together in a fingerprint


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key as its owners see it."""

    row: IssuerKey
    fingerprint: str
    state: str

    @property
    def ended_at(self) -> datetime | None:
        """Return when it stopped signing."""
        return self.row.revoked_at or self.row.retired_at


@dataclass(frozen=True, slots=True)
class Homes:
    """Where new keys live.

    Attributes:
        offered: the places among which the owners may choose, our own database first.
        chosen_words: the one they chose.
        lost: whether that place is not configured any more.
        elsewhere: how many keys that sign now lie in a module or key service.
    """

    offered: list[homes.Offer]
    chosen_words: str
    lost: bool
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands.

    Attributes:
        identity: under which the organisation signs now; None before the first.
        keys: of that identity, in use first, then newest first.
        earlier: identities of before, which keep what they signed checkable.
        backup: the last one, if any was made.
        not_in_backup: keys in use that it lacks.
        history_not_in_backup: it lacks the key that continues the history.
        paused: what keeps the organisation from issuing now.
        own_pause: whether its owners may lift that.
        lists: how many status lists there are.
        lists_until: when the first of them would end, were none signed again.
        homes: where new keys live.
        history: of the identity; None where it has none.
        compromises: what was done about keys that fell, newest first.
    """

    identity: IssuerIdentity | None
    keys: list[KeyLine]
    earlier: list[IssuerIdentity]
    backup: KeyBackup | None
    not_in_backup: list[IssuerKey]
    history_not_in_backup: bool
    paused: KillSwitch | None
    own_pause: bool
    lists: int
    lists_until: datetime | None
    homes: Homes
    history: Told | None
    compromises: list[Compromise]

    @property
    def is_web(self) -> bool:
        """Say whether the identity is tied to a web address."""
        return self.identity is not None and self.identity.did.startswith("did:web")

    @property
    def in_use(self) -> list[KeyLine]:
        """Return the keys that sign now."""
        return [line for line in self.keys if line.row.state == KeyState.ACTIVE]

    @property
    def past(self) -> list[KeyLine]:
        """Return the keys that sign no more."""
        return [line for line in self.keys if line.row.state != KeyState.ACTIVE]


def standing(organisation: Organisation) -> Standing:
    """Return how an organisation's trust stands; call it in the organisation's scope."""
    identity = documents.current_identity(organisation)
    rows = list(IssuerKey.objects.select_related("identity").order_by("-created_at", "-pk"))
    newest, paused = backup.newest(organisation), signing.halted(organisation.pk)
    oldest = StatusList.objects.order_by("published_at").first()
    return Standing(
        identity=identity,
        keys=[_line(row) for row in rows if row.identity == identity],
        earlier=list(IssuerIdentity.objects.filter(is_current=False)),
        backup=newest,
        not_in_backup=backup.missing_in(newest, rows) if newest else [],
        history_not_in_backup=newest is not None and backup.lacks_history(newest, organisation),
        paused=paused,
        own_pause=paused is not None and paused.organisation_id is not None,
        lists=StatusList.objects.count(),
        lists_until=oldest.published_at + LIST_VALIDITY if oldest else None,
        homes=_homes(organisation, rows),
        history=history(identity),
        compromises=list(Compromise.objects.all()[:_COMPROMISES]),
    )


def history(identity: IssuerIdentity | None) -> Told | None:
    """Return what pages say of the history of an identity; None where it has none."""
    row = logs.of(identity) if identity is not None else None
    return told(row) if row is not None else None


def backed_up(organisation: Organisation) -> bool:
    """Say whether a backup holds every key in use; call it in the organisation's scope."""
    newest = backup.newest(organisation)
    if newest is None or backup.lacks_history(newest, organisation):
        return False
    return not backup.missing_in(newest, IssuerKey.objects.all())


def fingerprint(row: IssuerKey) -> str:
    """Return the SHA-256 of a public key in groups that people can compare aloud."""
    digest = hashlib.sha256(keys.public_half(row).to_multikey().encode()).hexdigest()
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))


def _line(row: IssuerKey) -> KeyLine:
    state = {KeyState.ACTIVE: "active", KeyState.REVOKED: "revoked"}.get(
        KeyState(row.state), "archived"
    )
    return KeyLine(row, fingerprint(row), state)


def _homes(organisation: Organisation, rows: list[IssuerKey]) -> Homes:
    offered, chosen = homes.offered(organisation.pk), homes.chosen(organisation.pk)
    words = next(offer.words for offer in offered if offer.name == chosen)
    away = [row for row in rows if row.state == KeyState.ACTIVE and row.is_elsewhere]
    return Homes(offered, words, any(one.lost for one in offered), len(away))
