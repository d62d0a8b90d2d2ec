"""Whether a credential holds at a given time, VCDM 2.0 §4.9.

The time is an argument. Both ends belong to the period: ``validUntil`` is the latest point in
time at which the claims hold.
"""

from datetime import datetime
from enum import StrEnum

from skillmark.core.vc.model import Credential


class Validity(StrEnum):
    """Where a point in time lies beside the period of a credential."""

    NOT_YET = "not_yet"
    CURRENT = "current"
    EXPIRED = "expired"


def validity_at(credential: Credential, at: datetime) -> Validity:
    """Return whether ``credential`` holds ``at`` that time, which has a zone."""
    if credential.valid_from is not None and at < credential.valid_from:
        return Validity.NOT_YET
    if credential.valid_until is not None and at > credential.valid_until:
        return Validity.EXPIRED
    return Validity.CURRENT
