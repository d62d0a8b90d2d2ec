"""did:web: the identifier is a host and a path; here it is only mapped to an address.

DIDs are compared letter by letter, so two spellings of one host would be two issuers; and
what looks like a host may lead elsewhere. Hence one spelling: a lower-case domain name of
at least two labels, no IP address in any notation, no punycode (letters that look alike), a
port only as ``%3A`` and never the default one, path segments of plain letters. § refers to
the did:web method specification of the W3C CCG.
"""

import re
from typing import Final, NoReturn

from skillmark.core.did.errors import DidMethodError, DidWebError
from skillmark.core.did.url import DidUrl

_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_PORT: Final = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_SEGMENT: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*|\.[A-Za-z0-9_-][A-Za-z0-9._-]*")
_MAX_HOST: Final = 253  # characters of a domain name, RFC 1035 §2.3.4
_MAX_PORT: Final = 65_535
_HTTPS_PORT: Final = 443


def url_of(did: str) -> str:
    """Return the https address of the DID document, §2.5.2.

    Raises:
        DidSyntaxError: no DID.
        DidMethodError: another method.
        DidWebError: the host, port or path is not in its only spelling, or not a public name.
    """
    url = DidUrl.parse_did(did)
    if url.method != "web":
        raise DidMethodError("The DID is no did:web.", method=url.method)
    authority, *path = url.identifier.split(":")
    host, separator, port = authority.partition("%3A")
    _check_host(host)
    if separator:
        _check_port(port)
        host = f"{host}:{port}"
    for segment in path:
        if not _SEGMENT.fullmatch(segment):
            _refuse("A path segment holds something else than letters, digits, “.”, “_”, “-”.")
    return f"https://{host}/{'/'.join(path or ['.well-known'])}/did.json"


def did_of(host: str, *path: str) -> str:
    """Return the did:web of a host, perhaps ``host:port``, and path segments.

    Raises:
        DidSyntaxError: letters that no DID can hold.
        DidWebError: as `url_of`.
    """
    name, separator, port = host.partition(":")
    authority = f"{name}%3A{port}" if separator else name
    did = ":".join(("did", "web", authority, *path))
    url_of(did)
    if did.count(":") != 2 + len(path):
        _refuse("A path segment holds a colon.")
    return did


def _check_host(host: str) -> None:
    labels = host.split(".")
    if len(host) > _MAX_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        _refuse("The host is no domain name in lower case.")
    if _NUMBER.fullmatch(labels[-1]):
        _refuse("The host is an IP address.")
    if len(labels) == 1 or labels[-1] == "localhost":
        _refuse("The host is no public domain name.")
    if any(label.startswith("xn--") for label in labels):
        _refuse("The host is written in punycode, whose letters may look like others.")


def _check_port(port: str) -> None:
    if not _PORT.fullmatch(port) or int(port) > _MAX_PORT:
        _refuse("The port is no number from 1 to 65535.")
    if int(port) == _HTTPS_PORT:
        _refuse("The port is the default one, which is not written.")


def _refuse(reason: str) -> NoReturn:
    raise DidWebError(f"The did:web is refused. {reason}")
