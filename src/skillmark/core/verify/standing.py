"""Does the credential hold at the moment asked for? Its period, and a newer copy of it."""

from datetime import datetime

from skillmark.core.encoding import timestamp
from skillmark.core.proof.authority import CLOCK_SKEW
from skillmark.core.vc import Credential, Validity, validity_at
from skillmark.core.verify.fields import text
from skillmark.core.verify.report import Check, failed, passed, warned


def check_validity(credential: Credential, at: datetime) -> Check:
    """Check the period of validity, VCDM 2.0 §4.9; clocks may be a minute apart at its start."""
    if validity_at(credential, at) is Validity.EXPIRED:
        reason = "It has expired."
        until = _written(credential.valid_until)
        return failed("validity", "validity.expired", reason, valid_until=until)
    if validity_at(credential, at + CLOCK_SKEW) is Validity.NOT_YET:
        reason = "It is not valid yet."
        start = _written(credential.valid_from)
        return failed("validity", "validity.not_yet", reason, valid_from=start)
    return passed("validity", "validity.current", "It is within its period of validity.")


def check_refresh(credential: Credential) -> Check:
    """Say that a newer copy may exist; it is never asked for, which would tell the issuer."""
    if not credential.refresh_services:
        return passed("refresh", "refresh.none", "It says of no newer copy.")
    return warned(
        "refresh",
        "refresh.not_followed",
        "The issuer may have a newer copy; it was not asked for one.",
        service=text(credential.refresh_services[0].get("id")),
    )


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else timestamp.encode(moment)
