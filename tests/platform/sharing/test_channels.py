"""Where a visit came from, and what other sites are handed."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import RequestFactory

from skillmark.platform.sharing import channels
from skillmark.platform.sharing.channels import Channel, Shown

PERSON = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
SHOWN = Shown(
    title="Fire Prevention & more",
    issuer="Harbour Skills Training",
    issuer_number="",
    identifier="0190a6c2-0000-7000-8000-000000000001",
    address="https://skills.example/c/0190a6c2-0000-7000-8000-000000000001",
    valid_from=datetime(2026, 5, 3, tzinfo=UTC),
    valid_until=datetime(2027, 6, 3, tzinfo=UTC),
)


def _visit(path: str = "/c/1", **headers: str) -> Channel | None:
    request = RequestFactory().get(path, headers={"User-Agent": PERSON} | headers)
    return channels.of_visit(request, "skills.example")


@pytest.mark.parametrize(
    ("path", "referer", "channel"),
    [
        ("/c/1", "", Channel.DIRECT),
        ("/c/1?via=profile", "", Channel.PROFILE),
        ("/c/1?via=email", "https://mail.example/", Channel.EMAIL),
        ("/c/1?via=nonsense", "", Channel.DIRECT),
        ("/c/1", "https://www.linkedin.com/feed/", Channel.LINKEDIN),
        ("/c/1", "https://lnkd.in/x", Channel.LINKEDIN),
        ("/c/1", "https://t.co/x", Channel.X),
        ("/c/1", "https://l.facebook.com/", Channel.FACEBOOK),
        ("/c/1", "https://notlinkedin.com/", Channel.OTHER),
        ("/c/1", "https://linkedin.com.evil.example/", Channel.OTHER),
        ("/c/1", "https://[broken", Channel.DIRECT),
        ("/c/1", "https://skills.example/verify", None),
    ],
)
def test_a_visit_is_told_by_its_link_or_by_where_it_was_referred_from(
    path: str, referer: str, channel: Channel | None
) -> None:
    assert _visit(path, Referer=referer) == channel


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "LinkedInBot/1.0"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": ""},
        {"User-Agent": "curl/8.5"},
        {"Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_machines_and_looks_ahead_are_not_counted(headers: dict[str, str]) -> None:
    assert _visit(**headers) is None


def test_only_reading_is_a_visit() -> None:
    request = RequestFactory().head("/c/1", headers={"User-Agent": PERSON})
    assert channels.of_visit(request, "skills.example") is None


def test_a_profile_gets_every_field_it_takes() -> None:
    address = channels.target(Channel.PROFILE, SHOWN)
    fields = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert fields == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Fire Prevention & more",
        "organizationName": "Harbour Skills Training",
        "issueYear": "2026",
        "issueMonth": "5",
        "expirationYear": "2027",
        "expirationMonth": "6",
        "certUrl": f"{SHOWN.address}?via=profile",
        "certId": SHOWN.identifier,
    }


def test_a_known_page_is_named_by_its_number_instead() -> None:
    numbered = Shown(
        **{name: getattr(SHOWN, name) for name in Shown.__slots__} | {"issuer_number": "4711"}
    )
    fields = parse_qs(urlsplit(channels.target(Channel.PROFILE, numbered)).query)
    assert fields["organizationId"] == ["4711"]
    assert "organizationName" not in fields


@pytest.mark.parametrize("channel", channels.CLICKED)
def test_every_way_leads_over_tls_to_the_site_it_names(channel: Channel) -> None:
    parts = urlsplit(channels.target(channel, SHOWN))
    assert parts.scheme == "https"
    assert parts.hostname in {"www.linkedin.com", "x.com", "www.facebook.com"}


def test_nothing_is_handed_to_a_channel_that_has_no_address() -> None:
    with pytest.raises(ValueError, match="handed"):
        channels.target(Channel.DIRECT, SHOWN)
