"""Where trust documents stand on the web: identities and status lists of this site."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from skillmark.core.did import DidError
from skillmark.core.did import web as did_web


def site_url() -> str:
    """Return the origin of this site, without a slash at the end."""
    url: str = settings.SKILLMARK.site_url
    return url


def absolute(path: str) -> str:
    """Return the public address of a path of this site."""
    return f"{site_url()}{path}"


def web_did(slug: str) -> str | None:
    """Return the did:web of an organisation, none where the site has no real https address."""
    parts = urlsplit(site_url())
    if parts.scheme != "https":
        return None
    try:
        return did_web.did_of(parts.netloc, "i", slug)
    except DidError:  # an IP address, a bare name, punycode: no place for a lasting identity
        return None


def status_list(list_id: UUID) -> str:
    """Return the address of a status list."""
    return absolute(f"/status/{list_id}")


def issuer_page(slug: str) -> str:
    """Return the address of an organisation's public page."""
    return absolute(f"/i/{slug}")


def is_beside(name: str, web: str) -> bool:
    """Say whether a DID is the did:webvh of the place that a did:web names."""
    return name.startswith("did:webvh:") and name.split(":", 3)[3] == web.removeprefix(
        "did:web:"
    )
