"""Where credentials are shown, and how a visit says where it came from.

A visit is told apart by what its address says (``?via=``, which our own links carry) or by the
host it was referred from. Nothing about the visitor is kept: no cookie, no address, no agent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

PARAMETER: Final = "via"


class Channel(models.TextChoices):
    """Where a credential was shown."""

    PROFILE = "profile", _("LinkedIn profile")
    LINKEDIN = "linkedin", _("LinkedIn post")
    X = "x", "X"
    FACEBOOK = "facebook", "Facebook"
    EMAIL = "email", _("E-mail")
    DIRECT = "direct", _("Direct link or unknown")
    OTHER = "other", _("Other site")


CLICKED: Final = (Channel.PROFILE, Channel.LINKEDIN, Channel.X, Channel.FACEBOOK)
"""What leads away through our own address, so that the click can be counted."""

_HOSTS: Final = {
    "linkedin.com": Channel.LINKEDIN,
    "lnkd.in": Channel.LINKEDIN,
    "x.com": Channel.X,
    "twitter.com": Channel.X,
    "t.co": Channel.X,
    "facebook.com": Channel.FACEBOOK,
    "fb.me": Channel.FACEBOOK,
}
_MACHINES: Final = (
    "bot", "crawl", "spider", "preview", "facebookexternalhit", "slurp", "curl/", "wget/",
    "python-", "headless", "monitor", "validator",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What other sites are told of a credential.

    Attributes:
        title: of the achievement.
        issuer: the organisation's name.
        issuer_number: its number at LinkedIn, or empty.
        identifier: the credential's id.
        address: its public address, without parameters.
        valid_from: since when.
        valid_until: until when, or None.
    """

    title: str
    issuer: str
    issuer_number: str
    identifier: str
    address: str
    valid_from: datetime
    valid_until: datetime | None


def target(channel: Channel, shown: Shown) -> str:
    """Return the address at `channel` that takes the credential over.

    Raises:
        ValueError: nothing can be handed to that channel.
    """
    address = f"{shown.address}?{urlencode({PARAMETER: channel.value})}"
    match channel:
        case Channel.PROFILE:
            return _profile(shown, address)
        case Channel.LINKEDIN:
            return "https://www.linkedin.com/sharing/share-offsite/?" + urlencode(
                {"url": address}
            )
        case Channel.X:
            return "https://x.com/intent/post?" + urlencode(
                {"text": f"{shown.title} · {shown.issuer}", "url": address}
            )
        case Channel.FACEBOOK:
            return "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": address})
        case _:
            raise ValueError(f"nothing can be handed to {channel}")


def _profile(shown: Shown, address: str) -> str:
    """Return LinkedIn's "add to profile" address with every field it takes filled in."""
    issuer = (
        {"organizationId": shown.issuer_number}
        if shown.issuer_number
        else {"organizationName": shown.issuer}
    )
    fields: dict[str, str | int] = {
        "startTask": "CERTIFICATION_NAME",
        "name": shown.title,
        **issuer,
        "issueYear": shown.valid_from.year,
        "issueMonth": shown.valid_from.month,
        "certUrl": address,
        "certId": shown.identifier,
    }
    if shown.valid_until is not None:
        fields["expirationYear"] = shown.valid_until.year
        fields["expirationMonth"] = shown.valid_until.month
    return "https://www.linkedin.com/profile/add?" + urlencode(fields)


def of_visit(request: HttpRequest, own_host: str) -> Channel | None:
    """Return where a visit came from; None if it is not a person's visit from outside.

    Args:
        request: of the credential's page.
        own_host: of this site; going from page to page here is not a visit.
    """
    if request.method != "GET" or is_machine(request):
        return None
    named = request.GET.get(PARAMETER, "")
    if named in Channel.values:
        return Channel(named)
    host = _referring_host(request)
    if not host:
        return Channel.DIRECT
    if host == own_host:
        return None
    return next(
        (channel for known, channel in _HOSTS.items() if f".{host}".endswith(f".{known}")),
        Channel.OTHER,
    )


def is_machine(request: HttpRequest) -> bool:
    """Tell whether a request says of itself that no person makes it, or is only a look ahead."""
    agent = request.headers.get("User-Agent", "").lower()
    ahead = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    return not agent or "prefetch" in ahead or any(word in agent for word in _MACHINES)


def _referring_host(request: HttpRequest) -> str:
    try:
        return (urlsplit(request.headers.get("Referer", "")).hostname or "").lower()
    except ValueError:
        return ""
