"""T-FETCH: eighty addresses, and what becomes of each before a socket is opened."""

from typing import Final

import pytest

from skillmark.fetch import Fetcher
from skillmark.fetch.address import check_host_name, check_ip, parse
from skillmark.fetch.errors import AddressRefusedError, FetchError, HostRefusedError

OK: Final = ""
URL, SCHEME, PORT = "fetch.url_refused", "fetch.scheme_refused", "fetch.port_refused"
HOST, TWIN, ADDRESS = "fetch.host_refused", "fetch.host_lookalike", "fetch.address_refused"

URLS: Final = {
    # plain addresses that may be fetched
    "https://issuer.example/did.json": OK,
    "https://issuer.example:443/did.json": OK,
    "https://issuer.example": OK,
    "https://a.b.c.issuer.example/x/y%20z?q=1&r=/.%2e/": OK,
    "https://issuer.example/.well-known/did.json": OK,
    "https://xn--mnchen-3ya.example/": OK,
    "https://xn--wgv71a119e.example/": OK,
    "https://1issuer.example/": OK,
    # schemes
    "http://issuer.example/": SCHEME,
    "HTTPS://issuer.example/": SCHEME,
    "ftp://issuer.example/": SCHEME,
    "file:///etc/passwd": SCHEME,
    "gopher://issuer.example/": SCHEME,
    "data:application/json,{}": URL,
    "javascript:alert(1)": URL,
    "//issuer.example/": URL,
    "issuer.example": URL,
    "": URL,
    # ports
    "https://issuer.example:8443/": PORT,
    "https://issuer.example:80/": PORT,
    "https://issuer.example:22/": PORT,
    "https://issuer.example:0443/": PORT,
    "https://issuer.example:/": PORT,
    "https://issuer.example:443:443/": PORT,
    "https://issuer.example:4٤3/": PORT,
    # user information and other parser traps
    "https://user@issuer.example/": HOST,
    "https://user:word@issuer.example/": HOST,
    "https://issuer.example@127.0.0.1/": HOST,
    "https://issuer.example\\@evil.example/": HOST,
    "https://issuer.example\\evil.example/": HOST,
    "https://issuer.example%2eevil.example/": HOST,
    "https://issuer.example%00.evil.example/": HOST,
    "https://issuer.example%3a8443/": HOST,
    "https://issuer example/": HOST,
    "https:///did.json": HOST,
    "https://issuer.example/#fragment": URL,
    "https://issuer.example/a\\b": URL,
    "https://issuer.example/a b": URL,
    "https://issuer.example/a\r\nHost: evil.example": URL,
    "https://issuer.example/a\tb": URL,
    "https://issuer.example/a\x00b": URL,
    "https://issuer.example/é": URL,
    "https://issuer.example/%zz": URL,
    "https://issuer.example/../etc": URL,
    "https://issuer.example/a/./b": URL,
    "https://issuer.example/a/%2e%2e/b": URL,
    "https://issuer.example/a/.%2E": URL,
    "https://issuer.example/a%2fb": URL,
    "https://issuer.example/a%5cb": URL,
    "https://issuer.example/a%00b": URL,
    "https://issuer.example/" + "a" * 2048: URL,
    # IP literals in every writing
    "https://127.0.0.1/": HOST,
    "https://8.8.8.8/": HOST,
    "https://2130706433/": HOST,
    "https://017700000001/": HOST,
    "https://0x7f000001/": HOST,
    "https://0x7f.1/": HOST,
    "https://127.1/": HOST,
    "https://0177.0.0.01/": HOST,
    "https://169.254.169.254/latest/meta-data": HOST,
    "https://[::1]/": HOST,
    "https://[::ffff:127.0.0.1]/": HOST,
    "https://[fe80::1%25eth0]/": HOST,
    "https://[64:ff9b::7f00:1]/": HOST,
    "https://①②⑦.⓪.⓪.①/": HOST,
    # names that are local or are none
    "https://localhost/": HOST,
    "https://localhost./": HOST,
    "https://issuer.example./": HOST,
    "https://LOCALHOST/": HOST,
    "https://Issuer.example/": HOST,
    "https://intranet/": HOST,
    "https://db.internal/": HOST,
    "https://printer.local/": HOST,
    "https://1.0.0.127.in-addr.arpa/": HOST,
    "https://-issuer.example/": HOST,
    "https://issuer..example/": HOST,
    "https://" + "a" * 64 + ".example/": HOST,
    "https://" + "a." * 127 + "example/": HOST,
    "https://iss_uer.example/": HOST,
    # letters that pass for others
    "https://issu\u0435r.example/": HOST,
    "https://xn--issur-7ve.example/": TWIN,
    "https://xn--e1awd7f.example/": TWIN,
    "https://xn--80ak6aa92e.example/": TWIN,
    "https://xn--.example/": HOST,
    "https://xn--a.example/": TWIN,
    "https://xn--abc-.example/": HOST,
    "https://xn--abc.example/": TWIN,
    "https://xn--zzzzzzzzzzz.example/": HOST,
}

ADDRESSES: Final = {
    "93.184.216.34": OK,
    "2606:2800:220:1:248:1893:25c8:1946": OK,
    "127.0.0.1": ADDRESS,
    "127.255.255.254": ADDRESS,
    "0.0.0.1": ADDRESS,
    "10.0.0.1": ADDRESS,
    "172.16.0.1": ADDRESS,
    "192.168.1.1": ADDRESS,
    "100.64.0.1": ADDRESS,
    "169.254.169.254": ADDRESS,
    "192.0.0.192": ADDRESS,
    "192.0.2.1": ADDRESS,
    "198.18.0.1": ADDRESS,
    "224.0.0.1": ADDRESS,
    "240.0.0.1": ADDRESS,
    "255.255.255.255": ADDRESS,
    "::": ADDRESS,
    "::1": ADDRESS,
    "::7f00:1": ADDRESS,
    "::ffff:127.0.0.1": ADDRESS,
    "::ffff:8.8.8.8": ADDRESS,
    "::ffff:0:7f00:1": ADDRESS,
    "64:ff9b::7f00:1": ADDRESS,
    "64:ff9b:1::1": ADDRESS,
    "2001::1": ADDRESS,
    "2002:7f00:1::": ADDRESS,
    "2001:db8::1": ADDRESS,
    "fc00::1": ADDRESS,
    "fd00:ec2::254": ADDRESS,
    "fe80::1": ADDRESS,
    "fec0::1": ADDRESS,
    "ff02::1": ADDRESS,
    "not an address": ADDRESS,
}


def test_there_are_at_least_eighty_urls() -> None:
    assert len(URLS) >= 80


@pytest.mark.parametrize(("url", "code"), URLS.items(), ids=[ascii(url)[:60] for url in URLS])
def test_url(url: str, code: str) -> None:
    if code:
        with pytest.raises(FetchError) as caught:
            parse(url)
        assert caught.value.code == code
        with pytest.raises(FetchError) as caught:
            Fetcher(resolver=_never).get(url)
        assert caught.value.code == code
    else:
        assert parse(url).port == 443


def _never(host: str, port: int) -> list[str]:
    raise AssertionError("a refused address was resolved")


@pytest.mark.parametrize(("text", "code"), ADDRESSES.items())
def test_ip_address(text: str, code: str) -> None:
    if code:
        with pytest.raises(AddressRefusedError):
            check_ip(text)
    else:
        assert str(check_ip(text)) == text


def test_a_url_has_its_parts() -> None:
    address = parse("https://issuer.example/a/b?c=d")
    assert (address.host, address.port, address.target) == ("issuer.example", 443, "/a/b?c=d")
    assert not address.trusted


@pytest.mark.parametrize(
    ("origin", "host", "port"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1", 8000),
        ("http://127.0.0.1", "127.0.0.1", 80),
        ("https://localhost", "localhost", 443),
        ("http://[::1]:8000", "::1", 8000),
    ],
)
def test_an_origin_allowed_by_name_is_taken_as_it_is(origin: str, host: str, port: int) -> None:
    address = parse(f"{origin}/status/1", allow_origins=frozenset({origin}))
    assert (address.host, address.port, address.trusted) == (host, port, True)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8001/",
        "https://127.0.0.1:8000/",
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://127.0.0.1:8000@evil.example/",
        "http://evil.example/?http://127.0.0.1:8000",
    ],
)
def test_another_origin_is_not_allowed_with_it(url: str) -> None:
    with pytest.raises(FetchError):
        parse(url, allow_origins=frozenset({"http://127.0.0.1:8000"}))


@pytest.mark.parametrize(
    "origin", ["127.0.0.1:8000", "http://127.0.0.1:8000/", "ftp://a.example", "http://a@b"]
)
def test_an_allowed_origin_is_an_origin(origin: str) -> None:
    with pytest.raises(ValueError, match="is not an origin"):
        Fetcher(allow_origins=[origin])


def test_an_allowed_origin_with_an_odd_authority_is_refused() -> None:
    with pytest.raises(HostRefusedError):
        parse("http://A_B/", allow_origins=frozenset({"http://A_B"}))


def test_a_host_name_is_at_most_253_characters() -> None:
    label = "a" * 63
    check_host_name(f"{label}.{label}.{label}.{'a' * 53}.example")
    with pytest.raises(HostRefusedError):
        check_host_name(f"{label}.{label}.{label}.{'a' * 54}.example")
