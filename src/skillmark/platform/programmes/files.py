"""Files that learners fetch: which are taken, and how they leave this site again.

A file is known by its first bytes, not by what its sender calls it. Whatever a browser could run in
our name (HTML, SVG, scripts) is refused, and everything else is handed out as a download only.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from skillmark.platform.programmes.errors import FileError

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_NAME: Final = 120  # characters
_ZIP: Final = (b"PK\x03\x04",)
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
_TEXT: Final = ("text/plain", "text/csv")
POLICY: Final[Mapping[str, Collection[str] | str]] = {
    "default-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "sandbox": [""],
}
"""The policy that a download carries: even if a browser showed it, nothing of it would run."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of file: what it is called on the wire, and how it begins."""

    media_type: str
    begins: tuple[bytes, ...] = ()
    at: int = 0  # the byte at which `begins` stands


SORTS: Final[dict[str, Sort]] = {
    "pdf": Sort("application/pdf", (b"%PDF-",)),
    "png": Sort("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": Sort("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": Sort("image/jpeg", (b"\xff\xd8\xff",)),
    "gif": Sort("image/gif", (b"GIF87a", b"GIF89a")),
    "webp": Sort("image/webp", (b"WEBP",), 8),
    "docx": Sort(f"{_OFFICE}wordprocessingml.document", _ZIP),
    "xlsx": Sort(f"{_OFFICE}spreadsheetml.sheet", _ZIP),
    "pptx": Sort(f"{_OFFICE}presentationml.presentation", _ZIP),
    "odt": Sort(f"{_OPEN}text", _ZIP),
    "ods": Sort(f"{_OPEN}spreadsheet", _ZIP),
    "odp": Sort(f"{_OPEN}presentation", _ZIP),
    "epub": Sort("application/epub+zip", _ZIP),
    "zip": Sort("application/zip", _ZIP),
    "mp3": Sort("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "mp4": Sort("video/mp4", (b"ftyp",), 4),
    "txt": Sort("text/plain"),
    "csv": Sort("text/csv"),
}
ACCEPT: Final = ",".join(f".{one}" for one in SORTS)
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|]+')


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that can be kept."""

    name: str
    media_type: str
    data: bytes
    sha256: str


def take(name: str, data: bytes) -> Taken:
    """Return a file as it is kept.

    Args:
        name: as its sender calls it; a path is cut off.
        data: all of its bytes.

    Raises:
        FileError: empty, too large, of a sort that is not taken, or not of the sort it says.
    """
    if not data:
        raise FileError(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise FileError(
            _("The file is too large: at most %(most)d MB.") % {"most": MAX_BYTES // 1_048_576},
            size=len(data),
        )
    clean = safe_name(name)
    ending = clean.rpartition(".")[2].lower() if "." in clean else ""
    sort = SORTS.get(ending)
    if sort is None:
        raise FileError(
            _("Files of this sort are not taken. Choose one of: %(sorts)s.")
            % {"sorts": ", ".join(SORTS)},
            ending=ending[:20],
        )
    if not _is(sort, data):
        raise FileError(
            _("The file is not what its name says (.%(ending)s).") % {"ending": ending}
        )
    return Taken(clean, sort.media_type, data, hashlib.sha256(data).hexdigest())


def safe_name(name: str) -> str:
    """Return the last part of a file name without control signs, at most `MAX_NAME` long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    clean = _UNSAFE.sub("_", unicodedata.normalize("NFC", seen)).strip(" .")
    stem, point, ending = clean.rpartition(".")
    if not point:
        return clean[:MAX_NAME] or "file"
    return f"{stem[: MAX_NAME - len(ending) - 1] or 'file'}.{ending}"


def download(name: str, media_type: str, data: bytes, sha256: str) -> HttpResponse:
    """Return a file as a download that no browser runs, whatever stands in it."""
    kind = f"{media_type}; charset=utf-8" if media_type in _TEXT else media_type
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["ETag"] = f'"{sha256}"'
    return response


def _is(sort: Sort, data: bytes) -> bool:
    if sort.begins:
        return data[sort.at : sort.at + 16].startswith(sort.begins)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return "\0" not in text
