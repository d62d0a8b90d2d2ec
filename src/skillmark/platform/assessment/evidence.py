"""Pieces of evidence, read and checked once: a text, a link, or a file.

Files are known by their first bytes, and leave this site as downloads only: see
`skillmark.platform.programmes.files`, which does the same for materials.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Final, Self

from django.utils.translation import gettext as _

from skillmark.platform.assessment.errors import EvidenceError
from skillmark.platform.assessment.models.submissions import MAX_TEXT, MAX_TITLE, MAX_URL
from skillmark.platform.assessment.vocabulary import EvidenceKind
from skillmark.platform.catalog import text
from skillmark.platform.catalog.content import is_web_address
from skillmark.platform.programmes import files
from skillmark.platform.programmes.errors import FileError

ACCEPT: Final = files.ACCEPT
MAX_BYTES: Final = files.MAX_BYTES


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to show.

    Attributes:
        sha256: of the file's bytes, else of the text or the address in UTF-8.
        file: the bytes, of a file only.
        outcomes: keys of the criteria that it shows.
        is_public: title and address may stand in the credential.
    """

    kind: EvidenceKind
    title: str
    sha256: str
    body: str = ""
    url: str = ""
    file: files.Taken | None = None
    outcomes: tuple[str, ...] = ()
    is_public: bool = False

    @classmethod
    def words(cls, title: str, body: str, outcomes: tuple[str, ...] = ()) -> Self:
        """Return a text.

        Raises:
            EvidenceError: there is none, or it is too long.
        """
        written = text.block(body)
        if not written:
            raise EvidenceError(_("Write something."), field="body")
        if len(written) > MAX_TEXT:
            raise EvidenceError(
                _("Use at most %(most)d characters.") % {"most": MAX_TEXT}, field="body"
            )
        name = _title(title, _("Text"))
        return cls(EvidenceKind.TEXT, name, _digest(written), body=written, outcomes=outcomes)

    @classmethod
    def link(cls, title: str, url: str, outcomes: tuple[str, ...] = ()) -> Self:
        """Return a link.

        Raises:
            EvidenceError: it is no web address.
        """
        address = url.strip()
        if len(address) > MAX_URL or not is_web_address(address):
            raise EvidenceError(
                _("Write a web address that begins with https://."), field="url"
            )
        name = _title(title, address)
        return cls(EvidenceKind.LINK, name, _digest(address), url=address, outcomes=outcomes)

    @classmethod
    def upload(cls, title: str, name: str, data: bytes, outcomes: tuple[str, ...] = ()) -> Self:
        """Return a file.

        Raises:
            EvidenceError: empty, too large, or of a sort that is not taken.
        """
        try:
            taken = files.take(name, data)
        except FileError as error:
            raise EvidenceError(error.message, field="file") from error
        return cls(
            EvidenceKind.FILE,
            _title(title, taken.name),
            taken.sha256,
            file=taken,
            outcomes=outcomes,
        )

    def named(self, *, shown: bool) -> Self:
        """Return the same piece, which the credential may name or not."""
        return replace(self, is_public=shown)


def _title(given: str, otherwise: str) -> str:
    return (text.line(given) or otherwise)[:MAX_TITLE]


def _digest(written: str) -> str:
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
