"""Reports of bounces from anybody who shares our secret: our own signed JSON, or a raw bounce.

The header ``Skillmark-Signature: t=<Unix seconds>,v1=<hex>`` holds HMAC-SHA256 over the time, a dot
and the body, with the installation's ``mail_webhook_secret``.
"""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any, Final

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.platform.mailing.errors import ReportError, ReportUnsignedError
from skillmark.platform.mailing.reports import WORDS_LENGTH, Outcome, Report

HEADER: Final = "Skillmark-Signature"
TOLERANCE_S: Final = 300
MOST: Final = 1_000  # reports of one request
_FIELDS: Final = frozenset({"outcome", "message_id", "address", "words", "permanent", "at"})


def signature(secret: str, body: bytes, at: int) -> str:
    """Return the header's value for a body sent at a time."""
    return f"t={at},v1={_mac(secret, body, at)}"


def check(secret: str, header: str, body: bytes, *, now: datetime) -> None:
    """Pass only a body that the holder of the secret signed within the last minutes.

    Raises:
        ReportUnsignedError: anything else.
    """
    facts = dict(part.partition("=")[::2] for part in header.split(","))
    written = facts.get("t", "")
    if not (written.isdecimal() and len(written) <= 12):  # noqa: PLR2004
        raise ReportUnsignedError("This report is not signed.")
    at = int(written)
    if not hmac.compare_digest(_mac(secret, body, at), facts.get("v1", "")):
        raise ReportUnsignedError("The signature of this report is not right.")
    if abs(now.timestamp() - at) > TOLERANCE_S:
        raise ReportUnsignedError("This report was signed too long ago.")


def parse(body: bytes) -> list[Report]:
    """Return the reports of ``{"reports": [{"outcome", "message_id", …}]}``.

    Raises:
        ReportError: another form, an unknown field or outcome, or too many.
    """
    try:
        whole = jsonio.loads(body)
    except SkillmarkError as error:
        raise ReportError("This is no JSON.") from error
    listed = whole.get("reports") if isinstance(whole, dict) else None
    if not isinstance(listed, list) or len(listed) > MOST:
        raise ReportError("Send an object with a list of at most 1000 “reports”.")
    return [_report(one) for one in listed]


def _report(one: Any) -> Report:
    if not isinstance(one, dict) or not one.keys() <= _FIELDS:
        raise ReportError("A report has fields that we do not know.")
    texts = {name: one.get(name, "") for name in ("message_id", "address", "words")}
    if not all(isinstance(text, str) for text in texts.values()) or not texts["message_id"]:
        raise ReportError("A report needs a “message_id”; its values are text.")
    permanent = one.get("permanent", True)
    try:
        outcome = Outcome(one.get("outcome", ""))
        at = datetime.fromisoformat(one["at"]) if "at" in one else datetime.now(UTC)
    except (TypeError, ValueError) as error:
        raise ReportError("A report has an unknown “outcome” or a malformed “at”.") from error
    if not isinstance(permanent, bool) or at.tzinfo is None:
        raise ReportError("“permanent” is true or false, and “at” has a time zone.")
    words = " ".join(texts["words"].split())[:WORDS_LENGTH]
    return Report(
        outcome, texts["message_id"], texts["address"][:254], words, permanent=permanent, at=at
    )


def _mac(secret: str, body: bytes, at: int) -> str:
    return hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
