"""Whether a hosted assertion lies where its issuer says that its assertions lie.

§VerificationObject: ``startsWith`` and ``allowedOrigins`` of the issuer's profile; without either,
the host of the profile itself. Hosts are compared whole, so that no longer name slips through.
"""

from urllib.parse import urlsplit

from skillmark.core.verify.fields import texts
from skillmark.core.verify.openbadges2.shapes import Profile


def host_of(address: str) -> str:
    """Return host and port of a web address in small letters, or "" for another form."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    odd = "@" in parts.netloc or "\\" in address
    return "" if odd or parts.scheme not in {"https", "http"} else parts.netloc.lower()


def hosts_of(profile: Profile) -> frozenset[str]:
    """Return the hosts whose assertions are the issuer's."""
    allowed = profile.verification.get("allowedOrigins")
    if allowed is None:
        return frozenset({host_of(profile.id)} - {""})
    return frozenset(
        host_of(name) if "://" in name else name.lower() for name in texts(allowed)
    ) - {""}


def is_issuers(address: str, profile: Profile) -> bool:
    """Tell whether an address is in the scope that the issuer gives for its assertions."""
    if _dotted(address) or host_of(address) not in hosts_of(profile):
        return False
    starts = profile.verification.get("startsWith")
    return starts is None or any(start and address.startswith(start) for start in texts(starts))


def is_beside(address: str, profile: Profile) -> bool:
    """Tell whether an address is on the issuer's own host or on one that it allows."""
    host = host_of(address)
    return bool(host) and host in {host_of(profile.id), *hosts_of(profile)}


def _dotted(address: str) -> bool:
    """Tell whether an address could lead out of its own path."""
    path = address.partition("?")[0].lower().replace("%2e", ".").replace("%2f", "/")
    return "/../" in f"{path}/" or "/./" in f"{path}/"
