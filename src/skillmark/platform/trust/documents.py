"""What others read of an identity: its DID document and its keys, public halves only."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skillmark.core.did import DidError
from skillmark.core.did.webvh import key_history, parallel
from skillmark.core.jsonio import JsonObject
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import addresses
from skillmark.platform.trust.identities import describing, logs
from skillmark.platform.trust.models import IssuerIdentity, IssuerKey, KeyState


@dataclass(frozen=True, slots=True)
class PublicKeyFacts:
    """One key as the issuer's page shows it."""

    method: str
    fragment: str
    algorithm: str
    purpose: str
    state: str
    state_word: str
    created_at: datetime
    ended_at: datetime | None
    words: str


def did_document(identity: IssuerIdentity) -> JsonObject:
    """Return the DID document of an identity: of a did:web, the one beside its history.

    It is made from the newest published version of the did:webvh, so that the two never differ;
    only a key's ``revoked`` does not wait for witnesses. Before the first version, and for a
    did:key, it is made from the rows: a retired key then stays as it was, since without a history
    a reader would take ``expires`` as the end of every signature it made.
    """
    row = logs.of(identity)
    state = logs.state_of(row) if row is not None else None
    if state is None:
        page = addresses.issuer_page(identity.organisation.slug)
        rows = keys_of(identity)
        return describing.document(identity, identity.did, rows, names=[page], ends={})
    found = state if identity.did == state["id"] else parallel.to_web(state)
    for key in keys_of(identity):
        if key.revoked_at is not None:
            with suppress(DidError):  # the history says so already
                found = key_history.revoked(found, key.verification_method, at=key.revoked_at)
    return found


def identity_at(slug: str) -> IssuerIdentity | None:
    """Return the identity whose document stands at ``/i/<slug>/did.json``.

    That is the organisation's did:web when there is one, else its current did:key.
    """
    rows = IssuerIdentity.objects.with_scopes_disabled().select_related("organisation")
    mine = rows.filter(organisation__slug=slug)
    wanted = addresses.web_did(slug)
    found: IssuerIdentity | None = (
        mine.filter(did=wanted).first() if wanted else mine.filter(is_current=True).first()
    )
    return found


def current_identity(organisation: Organisation) -> IssuerIdentity | None:
    """Return the identity under which the organisation signs now, if it has one yet."""
    rows = IssuerIdentity.objects.with_scopes_disabled().select_related("organisation")
    found: IssuerIdentity | None = rows.filter(
        organisation=organisation, is_current=True
    ).first()
    return found


def identity_named(name: str) -> IssuerIdentity | None:
    """Return the identity of this site that has a DID, for the local resolver."""
    rows = IssuerIdentity.objects.with_scopes_disabled().select_related("organisation")
    found: IssuerIdentity | None = rows.filter(did=name).first()
    return found


def keys_of(identity: IssuerIdentity) -> list[IssuerKey]:
    """Return every key an identity ever had, oldest first."""
    rows = IssuerKey.objects.with_scopes_disabled().filter(identity=identity)
    return list(rows.order_by("created_at", "pk"))


def key_facts(identity: IssuerIdentity) -> list[PublicKeyFacts]:
    """Return what the issuer's page says of the keys."""
    return [
        PublicKeyFacts(
            method=row.verification_method,
            fragment=row.verification_method.partition("#")[2],
            algorithm=row.algorithm,
            purpose=row.get_purpose_display(),
            state={KeyState.ACTIVE: "active", KeyState.REVOKED: "revoked"}.get(
                KeyState(row.state), "archived"
            ),
            state_word=row.get_state_display(),
            created_at=row.created_at,
            ended_at=row.revoked_at or row.retired_at,
            words=in_words(row),
        )
        for row in keys_of(identity)
    ]


def in_words(row: IssuerKey) -> str:
    """Return the life of a key in one or two plain sentences, for people."""
    days = {
        "begin": _day(row.created_at),
        "end": _day(row.revoked_at or row.retired_at),
    }
    if row.revoked_at is not None:
        return (
            _(
                "Signed from %(begin)s. Not to be trusted from %(end)s: somebody else may have "
                "had it. What is proven to be older stays valid."
            )
            % days
        )
    if row.retired_at is not None:
        words = _("Signed from %(begin)s to %(end)s, then replaced as planned. ") % days
        return words + _("What it signed stays valid.")
    return _("Signs since %(begin)s.") % days


def _day(moment: datetime | None) -> str:
    return date_format(moment, "DATE_FORMAT") if moment is not None else ""
