"""One verification on this site: what was sent in, the report and what is known here beside it.

Nothing that is sent in is kept, logged or told to anybody.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from skillmark import fetch
from skillmark.core import bake, jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify import Check, Outcome, Policy, RecipientIs, Report
from skillmark.core.verify.reading import credential_in
from skillmark.fetch.fetcher import Source
from skillmark.platform.verifying import evidence, trusting
from skillmark.platform.verifying.errors import NothingGivenError, UploadTooLargeError

MAX_BYTES: Final = 5_242_880  # of a file or text that is checked
MAX_RECIPIENT: Final = 254  # characters of an e-mail address

log = structlog.get_logger("skillmark.verifying")


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of checking one file.

    Attributes:
        report: every check; the verdict follows from it.
        document: the credential inside in the words of Open Badges 3.0, when it could be read.
        came: the same as it came.
    """

    report: Report
    document: JsonObject | None
    came: JsonObject | None = None


def check(
    data: bytes, *, at: datetime, recipient: str = "", source: Source | None = None
) -> Verification:
    """Check one file, whatever it is; every credential problem is in the report.

    Args:
        data: a JSON document or a token, a PNG or SVG with one inside, or a proof bundle.
        at: the moment to judge for, with a zone.
        recipient: an e-mail address that the credential should have been awarded to.
        source: where documents come from; this site and the web by default.

    Raises:
        NothingGivenError: `data` is empty.
        UploadTooLargeError: it is larger than `MAX_BYTES`.
    """
    if not data.strip():
        raise NothingGivenError("There is nothing to check yet.")
    if len(data) > MAX_BYTES:
        raise UploadTooLargeError("The file is larger than 5 MiB.", limit=MAX_BYTES)
    policy = Policy(trust=trusting.trust())
    if wanted := recipient.strip()[:MAX_RECIPIENT]:
        policy = policy.requiring(RecipientIs(wanted))
    source = source or evidence.source()
    try:
        proofs = trusting.proofs_of(data)
        report = fetch.verify(data, fetcher=source, at=at, policy=policy, proofs=proofs)
        trusting.remember(report)
    except Exception:  # a verifier that breaks says "could not tell", never a page of errors
        log.exception("verification broke")
        report = _broken(at)
    came = read(data)
    return Verification(report, report.credential or came, came)


def read(data: bytes) -> JsonObject | None:
    """Return the credential inside a file, None when there is none that can be read."""
    found = credential_in(data)
    if found is not None:
        return found
    try:
        kind = bake.sniff(data)
        inner = bake.extract(data) if kind in {bake.Kind.PNG, bake.Kind.SVG} else data
        return jsonio.load_object(inner)
    except SkillmarkError:
        return None


def _broken(at: datetime) -> Report:
    words = "The verifier itself failed on this file, so nothing is known of it."
    return Report((Check("format", Outcome.NOT_RUN, "verifying.broken", words),), at)
