"""One look at a credential from elsewhere: what the verifier says, and what of it is kept.

Fails closed: what the verifier cannot tell is refused like what it finds forged. What only is no
longer in force (expired, suspended) stays a true record and may be kept; it counts for nothing.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from skillmark import fetch
from skillmark.core import bake, jsonio
from skillmark.core.bake import Kind, svg_safety
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.stack import HistoryError, HistoryItem, item_of
from skillmark.core.verify import Check, Claims, Outcome, RecipientIs, Report, Verdict
from skillmark.core.verify.reading import credential_in
from skillmark.fetch.errors import FetchError
from skillmark.fetch.fetcher import MAX_BYTES, Fetched, Fetcher, Source
from skillmark.platform.backpack.errors import (
    ActivePictureError,
    ImportTooLargeError,
    NoBadgeError,
    NotVerifiedError,
)
from skillmark.platform.backpack.models import Imported, ImportedState
from skillmark.platform.rights import own as rights
from skillmark.platform.trust import addresses, own

MAX_FILE: Final = 5_242_880  # bytes of a file that is looked at
MAX_CREDENTIAL: Final = 1_048_576  # bytes of the credential inside
MAX_EVIDENCE: Final = 1_048_576  # bytes of a document that is kept beside it
GOOD: Final = frozenset({Verdict.VALID, Verdict.VALID_BUT})
_STATES: Final = {
    "status.revoked": ImportedState.REVOKED,
    "status.suspended": ImportedState.SUSPENDED,
    "validity.expired": ImportedState.EXPIRED,
}

log = structlog.get_logger("skillmark.backpack")


class Recorder:
    """A `Source` that knows this site's own documents, asks others, and keeps what it got.

    Attributes:
        had: every document that came, by address.
    """

    def __init__(self, elsewhere: Source) -> None:
        self._elsewhere = elsewhere
        self.had: dict[str, bytes] = {}

    def get(
        self, url: str, *, max_bytes: int = MAX_BYTES, accept: tuple[str, ...] = ()
    ) -> Fetched:
        """Return the document at an address.

        Raises:
            FetchError: it cannot be had.
        """
        here = addresses.absolute("")
        mine = own.document_at(url)
        if mine is None and url.startswith(f"{here}/"):
            mine = rights.document_at(url.removeprefix(here))
        if mine is not None:
            return Fetched(mine, "application/json", url)
        found = self._elsewhere.get(url, max_bytes=max_bytes, accept=accept)
        self.had[url] = found.body
        return found


def fetcher() -> Source:
    """Return the fetcher of the running site."""
    return Fetcher(allow_origins=settings.SKILLMARK.fetch_origins)


@dataclass(frozen=True, slots=True)
class Look:
    """What a check came to.

    Attributes:
        report: of the verifier.
        evidence: documents of the issuer that it used, by address.
    """

    report: Report
    evidence: dict[str, bytes] = field(default_factory=dict)

    @property
    def state(self) -> ImportedState | None:
        """What the credential is now; None when the verifier could not tell."""
        if self.report.verdict is Verdict.UNKNOWN:
            return None
        codes = {check.code for check in self.report.reasons}
        found = (state for code, state in _STATES.items() if code in codes)
        if self.report.verdict in GOOD or "status.revoked" in codes:
            return next(found, ImportedState.ACTIVE)
        return ImportedState.INVALID


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A credential that may be kept.

    Attributes:
        look: the check.
        document: the credential, in the words of Open Badges 3.0.
        data: the same as it came, letter by letter.
        reading: `document` as bytes, when `data` says it in another way; else nothing.
        original: the picture it came in, or nothing.
        kind: of the file.
        item: as a rule counts it.
    """

    look: Look
    document: JsonObject
    data: bytes
    reading: bytes
    original: bytes
    kind: Kind
    item: HistoryItem


def judge(data: bytes, *, at: datetime, source: Source | None = None) -> Judged:
    """Return a credential that verifies, with what it says.

    Args:
        data: the file or text as it came.
        at: the moment, with a zone.
        source: where documents come from; this site and the web by default.

    Raises:
        ImportTooLargeError: the file, or the credential in it, is larger than what is kept.
        ActivePictureError: the drawing runs or loads something.
        NotVerifiedError: the verifier finds it bad, or cannot tell; with its reasons.
        NoBadgeError: it is no Open Badge of one achievement.
    """
    if len(data) > MAX_FILE:
        raise ImportTooLargeError(_("The file is larger than 5 MiB."), limit=MAX_FILE)
    look = look_at(data, at=at, source=source)
    if look.report.verdict not in GOOD or not look.report.summary.proven:
        words = _("It does not verify, so it was not taken.")
        raise NotVerifiedError(words, look.report.reasons)
    kind = bake.sniff(data)
    inner = bake.extract(data)
    inner = look.evidence.get(inner.decode("latin-1"), inner)  # where there is but an address
    if len(inner) > MAX_CREDENTIAL:
        words = _("The credential in the file is larger than 1 MiB.")
        raise ImportTooLargeError(words, limit=MAX_CREDENTIAL)
    if kind is Kind.SVG:
        _require_passive(data)
    document = look.report.credential or {}
    try:
        item = item_of(document)
    except HistoryError as error:
        words = _("It is genuine, and is no Open Badge for one achievement of one person.")
        raise NoBadgeError(words, cause=error.code) from error
    pictured = kind in {Kind.PNG, Kind.SVG}
    return Judged(
        look=look,
        document=document,
        data=inner,
        reading=reading_of(inner, look.report),
        original=data if pictured else b"",
        kind=kind,
        item=item,
    )


def reading_of(data: bytes, report: Report) -> bytes:
    """Return what a credential says in the words of 3.0, or nothing when it says so itself."""
    same = bake.sniff(data) is Kind.JSON and credential_in(data) == report.credential
    return b"" if same or report.credential is None else jsonio.dumps(report.credential)


def said_by(row: Imported) -> JsonObject:
    """Return a kept credential in the words of Open Badges 3.0."""
    return jsonio.load_object(bytes(row.reading) or bytes(row.document))


def look_at(data: bytes, *, at: datetime, source: Source | None = None) -> Look:
    """Return what the verifier says now, and the documents it used; never raise."""
    recorder = Recorder(source or fetcher())
    try:
        report = fetch.verify(data, fetcher=recorder, at=at)
    except Exception:  # a verifier that breaks could not tell
        log.exception("verification broke")
        words = "The verifier itself failed on this file, so nothing is known of it."
        return Look(Report((Check("format", Outcome.NOT_RUN, "backpack.broken", words),), at))
    kept = {url: body for url, body in recorder.had.items() if len(body) <= MAX_EVIDENCE}
    return Look(report, kept)


def proven_by(document: JsonObject, emails: Collection[str], at: datetime) -> str:
    """Return the address by which a credential is somebody's; "" when nothing proves it.

    A name proves nothing, nor does an MD5 hash, nor silence.
    """
    claims = Claims(document, "", at)
    plain = set(_mailboxes(document))
    for email in sorted(emails):
        if email.casefold() in plain:
            return email
        if RecipientIs(email).check(claims).outcome is Outcome.PASSED:
            return email
    return ""


def _mailboxes(document: JsonObject) -> Iterator[str]:
    subject = document.get("credentialSubject")
    for one in subject if isinstance(subject, list) else [subject]:
        name = one.get("id") if isinstance(one, dict) else None
        if isinstance(name, str) and name.lower().startswith("mailto:"):
            yield name[len("mailto:") :].casefold()


def _require_passive(drawing: bytes) -> None:
    try:
        svg_safety.check(drawing)
    except SkillmarkError as error:
        words = _(
            "The picture holds more than a drawing, such as a script, so it was not taken. Send "
            "the credential as JSON or PNG."
        )
        raise ActivePictureError(words, cause=error.code) from error


def document_at(url: str, *, source: Source | None = None) -> bytes:
    """Return what lies at a link: JSON, or a picture with a credential inside.

    Raises:
        FetchError: nothing can be had, or it is something else, such as a web page.
    """
    return (source or fetcher()).get(url, max_bytes=MAX_FILE, accept=_KINDS).body


_KINDS: Final = (
    *("application/json", "application/*+json", "application/vc", "image/png", "image/svg+xml"),
    *("application/vc+jwt", "application/jwt", "application/jose"),
    *("text/plain", "application/octet-stream"),
)

__all__ = [
    "GOOD",
    "FetchError",
    "Judged",
    "Look",
    "document_at",
    "judge",
    "look_at",
    "proven_by",
]
