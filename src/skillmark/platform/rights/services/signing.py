"""Signing a paper of an organisation, with its places in the status lists."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from skillmark.core.jsonio import JsonObject
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import keys, signing, status
from skillmark.platform.trust.models import KeyPurpose, StatusPurpose
from skillmark.platform.trust.status import Change


def sign(organisation: Organisation, document: JsonObject, *, at: datetime) -> bytes:
    """Return the signed bytes of a paper.

    Raises:
        TrustError: nothing can be signed at the moment, or the paper would not be correct.
    """
    identity = keys.ensure_identity(organisation)
    signer = signing.open_signer(identity, KeyPurpose.CREDENTIAL, created=at)
    return signer.sign_statement(document).data


def sign_with_status(
    organisation: Organisation,
    subject_id: UUID,
    build: Callable[[list[JsonObject]], JsonObject],
    *,
    at: datetime,
) -> bytes:
    """Return the signed bytes of a paper that can be revoked; in the caller's transaction.

    Args:
        organisation: who signs.
        subject_id: under which its places in the status lists are kept.
        build: makes the paper of its ``credentialStatus`` entries.
        at: the time of the proof.

    Raises:
        TrustError: as `sign`.
    """
    identity = keys.ensure_identity(organisation)
    places = status.allot(identity, [subject_id])[subject_id]
    entries = [
        place.to_entry() for place in places if place.purpose == StatusPurpose.REVOCATION.value
    ]
    return sign(organisation, build(entries), at=at)


def revoke(subject_id: UUID, *, at: datetime) -> None:
    """Set the bit of a paper and publish its list.

    Raises:
        SigningHaltedError: a kill switch is set.
    """
    status.set_status([Change(subject_id, StatusPurpose.REVOCATION, value=True)], at=at)
