"""Which addresses may be fetched at all: a strict https URL, a public IP address.

Pure text and numbers; nothing is resolved or opened here. A URL has one accepted spelling, so
that no two parsers can disagree about its host (WHATWG URL and RFC 3986 differ on backslashes,
numeric hosts, user information and dots).
"""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from skillmark.fetch.errors import (
    AddressRefusedError,
    HostRefusedError,
    LookAlikeHostError,
    PortRefusedError,
    SchemeRefusedError,
    UrlRefusedError,
)

type IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_URL: Final = 2_048  # characters
HTTPS_PORT: Final = 443

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*)://(?P<authority>[^/?#]*)"
    r"(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?"
)
_AUTHORITY = re.compile(r"(?P<host>[a-z0-9.\-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?")
_TARGET = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*")
_LABEL = re.compile(r"(?!-)[a-z0-9\-]{1,63}(?<!-)")
_SLASHES = re.compile(r"%2f|%5c|%00", re.IGNORECASE)
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)
_LOCAL_SUFFIXES: Final = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "arpa",
    "onion",
    "test",
    "invalid",
)
_ASCII_TWINS: Final = frozenset("аеорсухіјѕһԁԛԝѵԍӏɡɑıοανρυϲ")
"""Letters of other scripts that are drawn as ASCII letters (UTS 39 confusables)."""

_TRANSITION: Final = tuple(
    ipaddress.ip_network(text)
    for text in (
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # local NAT64
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local
    )
)
"""IPv6 ranges that carry or hide another address."""


@dataclass(frozen=True, slots=True)
class Address:
    """A URL taken apart.

    Attributes:
        host: the name to connect to, without brackets.
        authority: the host and port as they stand in the URL, for the ``Host`` header.
        target: path and query.
        trusted: the origin was allowed by name; its IP addresses are not checked.
    """

    scheme: str
    host: str
    port: int
    authority: str
    target: str
    trusted: bool = False


def parse(url: str, *, allow_origins: frozenset[str] = frozenset()) -> Address:
    """Take a URL apart that may be fetched.

    Args:
        url: an https URL with a public host name, port 443, ASCII only, no fragment.
        allow_origins: origins that are taken as they are, for development:
            ``http://127.0.0.1:8000``.

    Raises:
        UrlRefusedError: or one of its children: it must not be fetched.
    """
    match = _URL.fullmatch(url) if len(url) <= MAX_URL else None
    if match is None:
        raise UrlRefusedError("This is not an address that can be fetched.")
    scheme, authority = match["scheme"], match["authority"]
    target = (match["path"] or "/") + (match["query"] or "")
    _check_target(target)
    if f"{scheme}://{authority}" in allow_origins:
        return _trusted(scheme, authority, target)
    if scheme != "https":
        raise SchemeRefusedError("Only https addresses are fetched.", scheme=scheme)
    return Address(scheme, _host(authority), HTTPS_PORT, authority, target)


def _trusted(scheme: str, authority: str, target: str) -> Address:
    """Return the address of an origin that was allowed by name."""
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        raise HostRefusedError("The allowed origin is not a host and a port.")
    port = int(match["port"] or {"https": 443, "http": 80}[scheme])
    return Address(scheme, match["host"].strip("[]"), port, authority, target, trusted=True)


def _check_target(target: str) -> None:
    """Refuse a path that another parser could read as another path."""
    path = target.partition("?")[0]
    if _TARGET.fullmatch(target) is None or _SLASHES.search(path):
        raise UrlRefusedError("The address has letters that do not belong in one.")
    if any(_DOTS.fullmatch(segment) for segment in path.split("/")):
        raise UrlRefusedError("The address has dots as a path segment.")


def _host(authority: str) -> str:
    """Return the host of an authority that is a public DNS name on port 443."""
    if "@" in authority:
        raise HostRefusedError("The address carries a user name.")
    if authority.startswith("["):
        raise HostRefusedError("The host is an IP address; a name is needed.")
    host, colon, port = authority.partition(":")
    if colon and port != str(HTTPS_PORT):
        raise PortRefusedError("Only port 443 is fetched.", port=port)
    check_host_name(host)
    return host


def check_host_name(host: str) -> None:
    """Accept a public DNS name in its one spelling: lower case, ASCII, no trailing dot.

    Raises:
        HostRefusedError: an IP literal in any writing, a local name, not a name.
        LookAlikeHostError: a label in letters that pass for others.
    """
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):  # noqa: PLR2004
        raise HostRefusedError("The host is not a plain lower-case name.", host=host)
    if labels[-1].isdigit() or labels[-1].startswith("0x"):
        raise HostRefusedError("The host is an IP address; a name is needed.", host=host)
    if len(labels) == 1 or labels[-1] in _LOCAL_SUFFIXES:
        raise HostRefusedError("The host is a local name.", host=host)
    for label in labels:
        if label.startswith("xn--"):
            _check_international(label, host)


def _check_international(label: str, host: str) -> None:
    """Refuse an international label that mixes scripts or passes for ASCII."""
    try:
        text = label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError as error:
        raise HostRefusedError("The host has a broken label.", host=host) from error
    letters = [letter for letter in text if letter.isalpha()]
    scripts = {unicodedata.name(letter, "?").split(" ")[0] for letter in letters}
    mixed = len(scripts) > 1 and not scripts <= {"CJK", "HIRAGANA", "KATAKANA", "HANGUL"}
    if mixed or not letters or text.isascii() or set(letters) <= _ASCII_TWINS:
        raise LookAlikeHostError("The host passes for another name.", host=host)


def check_ip(text: str) -> IPAddress:
    """Return the IP address if it is public.

    Raises:
        AddressRefusedError: private, loopback, link-local, carrier-grade, multicast, reserved,
            documentation, metadata, or an IPv6 address that carries an IPv4 address.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError as error:
        raise AddressRefusedError("The resolver gave no IP address.") from error
    carries = any(
        address in network for network in _TRANSITION if network.version == address.version
    )
    if not address.is_global or address.is_multicast or address.is_reserved or carries:
        raise AddressRefusedError(
            "The host is not on the public internet.", address=str(address)
        )
    return address
