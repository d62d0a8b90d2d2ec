"""The log in plain words, for its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import Panel
from skillmark.platform.transparency.models import EntryKind, LogEntry
from skillmark.platform.transparency.selectors import Published
from skillmark.platform.trust import addresses, documents
from skillmark.platform.trust.models import StatusList

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SYMBOLS: Final = {
    EntryKind.ISSUE_BATCH: "award",
    EntryKind.STATUS_LIST: "list-checks",
    EntryKind.KEY_EVENT: "key-round",
    EntryKind.DEFINITION: "book-open",
    EntryKind.RULE: "git-branch",
    EntryKind.AUDIT_HEAD: "scroll-text",
}

type Provider = Callable[[Published], Panel | None]


class CheckpointPlace:
    """A place on the pages of the log that apps above fill, with the checkpoint that is shown."""

    def __init__(self) -> None:
        self._providers: dict[str, tuple[int, Provider]] = {}

    def register(self, order: int, provider: Provider) -> None:
        """Let `provider` fill the place; a smaller `order` stands higher."""
        name = f"{provider.__module__}.{provider.__qualname__}"
        self._providers[name] = (order, provider)

    def panels(self, published: Published) -> list[Panel]:
        """Return what the providers have to say about a checkpoint."""
        known = sorted(self._providers.items(), key=lambda item: (item[1][0], item[0]))
        found = (provider(published) for _name, (_order, provider) in known)
        return [panel for panel in found if panel is not None]


CHECKPOINT_PLACE: Final = CheckpointPlace()
"""Below the witnesses of a checkpoint, on `/log` and on the page of an entry: anchors."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the pages show it."""

    index: int
    href: str
    kind: "str | _StrPromise"
    kind_value: int
    symbol: str
    issuer: str
    issuer_href: str
    did: str
    sequence: int
    at: datetime
    url: str
    said: dict[str, object]


def line(row: LogEntry) -> Line:
    """Return an entry of the log as the pages show it."""
    said = row.said or {}
    index = row.index or 0
    slug = row.organisation.slug if row.organisation else ""
    return Line(
        index=index,
        href=reverse("transparency:entry", args=[index]),
        kind=row.get_kind_display(),
        kind_value=row.kind,
        symbol=SYMBOLS[EntryKind(row.kind)],
        issuer=row.organisation.name if row.organisation else "",
        issuer_href=f"/i/{slug}" if slug else "",
        did=row.did,
        sequence=row.sequence or 0,
        at=datetime.fromtimestamp(row.time or 0, UTC),
        url=said_url(row),
        said=said,
    )


def said_url(row: LogEntry) -> str:
    """Return the address of what was logged; of this site's own only the path, "" for none."""
    url = str((row.said or {}).get("url", ""))
    own = url.startswith(addresses.absolute("/"))
    return urlsplit(url).path if own else url


def kind_of(text: str) -> EntryKind | None:
    """Return the kind that a query names by its number, None for none."""
    try:
        return EntryKind(int(text))
    except ValueError:
        return None


def issuers() -> list[tuple[str, str]]:
    """Return DID and name of everybody who has an entry in the log, by name."""
    rows = LogEntry.objects.with_scopes_disabled().filter(index__isnull=False).exclude(did="")
    found = rows.order_by().values_list("did", "organisation__name").distinct()
    return sorted(
        ((did, name or did) for did, name in found), key=lambda one: (one[1].casefold(), one[0])
    )


def commands() -> list[str]:
    """Return what checks the whole log in a terminal."""
    address = addresses.absolute("/log")
    return [
        f"curl -o policy.txt {address}/policy",
        f"skillmark log fsck {address} --policy policy.txt{_allowed()}",
    ]


def monitor_commands(organisation: Organisation, *, known: bool = False) -> list[str]:
    """Return what watches one issuer in a terminal.

    Args:
        organisation: the issuer.
        known: compare with the file of what it logged itself.
    """
    identity = documents.current_identity(organisation)
    if identity is None:
        return []
    address = addresses.absolute("/log")
    on_web = not identity.did.startswith("did:key:")
    page = addresses.issuer_page(organisation.slug)
    lists: Any = StatusList.objects.with_scopes_disabled().filter(identity=identity)
    words = [
        f"skillmark log monitor {address} --policy policy.txt",
        f"--issuer {identity.did}",
        f"--state {organisation.slug}.watch",
        *(["--did-document did.json"] if on_web else []),
        *([f"--known {organisation.slug}-logged.txt"] if known else []),
        *(f"--status-list {url}" for url in lists.order_by("pk").values_list("url", flat=True)),
    ]
    return [
        f"curl -o policy.txt {address}/policy",
        *([f"curl -o did.json {page}/did.json"] if on_web else []),
        f"{' '.join(words)}{_allowed()}",
    ]


def prove_command(index: int) -> str:
    """Return what proves one entry in a terminal."""
    address = addresses.absolute("/log")
    return (
        f"skillmark log prove {address} --policy policy.txt --index {index} "
        f"--out entry-{index}.tlog-proof{_allowed()}"
    )


def _allowed() -> str:
    """Return the option that a site without TLS needs."""
    config = settings.SKILLMARK
    return "" if config.https else f" --allow-origin {config.site_url}"
