"""did:web: what maps to an address, and the spellings that are refused (V-D 92)."""

from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.did import DidError, web

ADDRESSES = {
    "did:web:example.com": "https://example.com/.well-known/did.json",
    "did:web:w3c-ccg.github.io": "https://w3c-ccg.github.io/.well-known/did.json",
    "did:web:w3c-ccg.github.io:user:alice": "https://w3c-ccg.github.io/user/alice/did.json",
    "did:web:example.com%3A3000": "https://example.com:3000/.well-known/did.json",
    "did:web:example.com%3A3000:user:Al_ice.1": "https://example.com:3000/user/Al_ice.1/did.json",
    "did:web:1.example.com:.hidden": "https://1.example.com/.hidden/did.json",
    "did:web:a1.b2.example:-": "https://a1.b2.example/-/did.json",
}


@pytest.mark.parametrize(("did", "address"), ADDRESSES.items())
def test_a_did_maps_to_its_address(did: str, address: str) -> None:
    assert web.url_of(did) == address


@pytest.mark.parametrize("did", ADDRESSES)
def test_a_did_is_built_from_host_and_path(did: str) -> None:
    host, *path = did.removeprefix("did:web:").split(":")
    assert web.did_of(host.replace("%3A", ":"), *path) == did


REFUSED = {
    "a step up": "example.com:..",
    "a step up further in": "example.com:a:..:b",
    "a step in place": "example.com:.",
    "three dots": "example.com:...",
    "an encoded step up": "example.com:%2e%2e",
    "an encoded step up, upper case": "example.com:%2E%2E",
    "an encoded slash": "example.com:a%2Fb",
    "an encoded backslash": "example.com:a%5Cb",
    "an encoded zero": "example.com:a%00",
    "an encoded zero in the host": "example.com%00",
    "an encoded hash": "example.com:a%23b",
    "an encoded query": "example.com:a%3Fb",
    "an encoded letter": "ex%61mple.com",
    "an empty segment": "example.com::a",
    "a port in lower case": "example.com%3a3000",
    "a port without a number": "example.com%3A",
    "a port that is no number": "example.com%3Ahttp",
    "a port of zero": "example.com%3A0",
    "a port with a leading zero": "example.com%3A0443",
    "a port too large": "example.com%3A65536",
    "the default port": "example.com%3A443",
    "two ports": "example.com%3A80%3A81",
    "a user": "user%40example.com",
    "a user and password": "user%3Apass%40example.com",
    "IPv4": "127.0.0.1",
    "IPv4 of the cloud": "169.254.169.254",
    "a decimal number": "2130706433",
    "an octal number": "0177.0.0.01",
    "a hexadecimal number": "0x7f000001",
    "hexadecimal parts": "0x7f.0x0.0x0.0x1",
    "a hexadecimal last part": "example.0x1",
    "an empty hexadecimal part": "example.0x",
    "a numeric last part": "example.1",
    "IPv4 with a port": "127.0.0.1%3A8080",
    "IPv6": "%5B%3A%3A1%5D",
    "IPv6 mapped": "%5B%3A%3Affff%3A127.0.0.1%5D",
    "a trailing dot": "example.com.",
    "a leading dot": ".example.com",
    "two dots": "example..com",
    "one label": "example",
    "localhost": "localhost",
    "localhost with a port": "localhost%3A8000",
    "a name under localhost": "a.localhost",
    "upper case": "Example.com",
    "punycode": "xn--80ak6aa92e.com",
    "punycode within": "www.xn--80ak6aa92e.com",
    "an underscore": "a_b.example.com",
    "a leading hyphen": "-a.example.com",
    "a trailing hyphen": "a-.example.com",
    "a label too long": "a" * 64 + ".com",
    "a name too long": "a." * 126 + "com",
}


@pytest.mark.parametrize("identifier", REFUSED.values(), ids=REFUSED.keys())
def test_other_spellings_are_refused(identifier: str) -> None:
    with pytest.raises(DidError) as refused:
        web.url_of(f"did:web:{identifier}")
    assert refused.value.code == "did.web_refused"


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web:user@example.com",
        "did:web:[::1]",
        "did:web:example.com/path",
        "did:web:example.com#key",
        "did:web:example.com:a b",
        "did:web:universitу.com",
    ],
)
def test_what_is_no_did_is_refused(did: str) -> None:
    with pytest.raises(DidError) as refused:
        web.url_of(did)
    assert refused.value.code == "did.syntax"


def test_another_method_is_refused() -> None:
    with pytest.raises(DidError) as refused:
        web.url_of("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
    assert refused.value.code == "did.method"


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("example.com", ("a:b",)),
        ("example.com", ("a/b",)),
        ("example.com", ("",)),
        ("example.com:", ()),
        ("example.com:443", ()),
        ("Example.com", ()),
        ("example.com", ("a%3Ab",)),
    ],
)
def test_no_did_is_built_from_what_does_not_map(host: str, path: tuple[str, ...]) -> None:
    with pytest.raises(DidError):
        web.did_of(host, *path)


@given(st.text(alphabet="example.com:%3A2e0x/@#- ", max_size=30).map("did:web:".__add__))
def test_what_maps_leads_where_it_says(did: str) -> None:
    with suppress(DidError):
        address = urlsplit(web.url_of(did))
        host = did.removeprefix("did:web:").partition(":")[0]
        assert (address.scheme, address.query, address.fragment) == ("https", "", "")
        assert address.netloc == host.replace("%3A", ":")
        assert address.username is None
        assert ".." not in address.path
        assert address.path.endswith("/did.json")
