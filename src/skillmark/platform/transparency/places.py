"""Where the log of this installation lies, how it is called, and who watches it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from skillmark.core import jsonio
from skillmark.core.jsonio import JsonError
from skillmark.core.log import LogError, LogPolicy, NoteKey, Use
from skillmark.core.log.policy import NONE, Group, Named
from skillmark.logstore.files import read_file
from skillmark.platform.transparency.errors import WitnessSettingError
from skillmark.platform.trust import addresses

OWN_WITNESSES: Final = "witnesses.json"  # in data_dir: those that run beside the site
QUORUM: Final = "enough"
_NAME: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness that is asked.

    Attributes:
        name: short, as the policy calls it.
        key: which signs its cosignatures.
        url: below which ``add-checkpoint`` is.
    """

    name: str
    key: NoteKey
    url: str

    @property
    def origin(self) -> str:
        """Return scheme, host and port."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def folder() -> Path:
    """Return the folder of the log."""
    found: Path = settings.SKILLMARK.log_folder
    return found


def anchor() -> Path:
    """Return the folder of its anchor, which no backup may hold."""
    found: Path = settings.SKILLMARK.log_anchor_folder
    return found


def origin() -> str:
    """Return the configured name of the log."""
    name: str = settings.SKILLMARK.log_origin
    return name


def prefix() -> str:
    """Return the address below which everybody reads the log."""
    return addresses.absolute("/log/")


def witnesses() -> tuple[Witness, ...]:
    """Return the witnesses that are asked: the configured ones, else those beside the site.

    Raises:
        WitnessSettingError: one is not named as it must be.
    """
    given: tuple[str, ...] = settings.SKILLMARK.public_log_witnesses or _own()
    found = tuple(_witness(text) for text in given)
    counted: dict[str, int] = {}
    named = []
    for one in found:
        number = counted[one.name] = counted.get(one.name, 0) + 1
        name = one.name if number == 1 else f"{one.name}-{number}"
        named.append(Witness(name, one.key, one.url))
    return tuple(named)


def policy(keys: tuple[NoteKey, ...]) -> LogPolicy:
    """Return whom a verifier may believe about the log with these keys."""
    known = witnesses()
    logs = tuple(Named(key, prefix().rstrip("/")) for key in keys)
    if not known:
        return LogPolicy(logs, {}, {}, NONE)
    wanted = settings.SKILLMARK.public_log_quorum or len(known) // 2 + 1
    group = Group(min(wanted, len(known)), tuple(one.name for one in known))
    return LogPolicy(
        logs, {one.name: Named(one.key, one.url) for one in known}, {QUORUM: group}, QUORUM
    )


def keep_own(texts: tuple[str, ...]) -> None:
    """Keep which witnesses run beside the site, for every process of it."""
    path = settings.SKILLMARK.data_dir / OWN_WITNESSES
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(jsonio.dumps({"witnesses": list(texts)}))
    part.replace(path)


def _own() -> tuple[str, ...]:
    data = read_file(settings.SKILLMARK.data_dir / OWN_WITNESSES)
    try:
        said = jsonio.load_object(data).get("witnesses") if data else None
    except JsonError:
        said = None
    return tuple(one for one in said if isinstance(one, str)) if isinstance(said, list) else ()


def _witness(text: str) -> Witness:
    key_text, _space, url = text.strip().partition(" ")
    try:
        key = NoteKey.parse(key_text)
    except LogError as error:
        raise WitnessSettingError(
            f"A witness is named by its verifier key and its address: {error.message}"
        ) from error
    if key.use is not Use.COSIGNATURE or not url.startswith(("https://", "http://")):
        raise WitnessSettingError("A witness has a key for cosignatures and an address.")
    name = _NAME.sub("-", key.name.casefold()).strip("-") or "witness"
    return Witness(name[:60], key, url.strip().rstrip("/"))
