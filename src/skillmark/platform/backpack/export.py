"""Everything a person holds as one ZIP: the exact signed bytes, readable for ever without us."""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from skillmark.platform.backpack.models import Imported
from skillmark.platform.issuing.models import Credential

MAX_CREDENTIALS: Final = 2_000  # in one archive, a few MB
_STAMP: Final = (1980, 1, 1, 0, 0, 0)  # the same credentials give the same archive
_README: Final = (
    "Each .json or .jwt file is one credential, exactly as it was signed. Anybody can check it:\n"
    "at any site that verifies Open Badges, or with the command «skillmark verify».\n"
)


def archive(credentials: Iterable[Credential], imported: Iterable[Imported] = ()) -> bytes:
    """Return a ZIP with one file for each credential, of this site and from elsewhere."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        _add(bundle, "README.txt", _README.encode())
        for credential in credentials:
            _add(bundle, filename(credential), bytes(credential.document))
        for row in imported:
            _add(bundle, named(row, row.end), bytes(row.document))
    return buffer.getvalue()


def filename(credential: Credential, end: str = "json") -> str:
    """Return a file name that says what it is: ``fire-prevention-1a2b3c4d.json``."""
    return _name(credential.achievement_version.name, credential.pk, end)


def named(row: Imported, end: str) -> str:
    """Return the same for one from elsewhere, in plain letters."""
    return _name(row.title, row.pk, end).encode("ascii", "ignore").decode()


def _name(title: str, key: UUID, end: str) -> str:
    slug = re.sub(r"[^\w]+", "-", title.lower()).strip("-_")[:60]
    return f"{slug or 'credential'}-{key.hex[-8:]}.{end}"


def _add(bundle: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    bundle.writestr(entry, data)
