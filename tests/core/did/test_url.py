"""DID URLs in their parts."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.did import DidError, DidUrl

URLS = {
    "did:example:123": DidUrl("did:example:123", "example", "123"),
    "did:example:a:b:c": DidUrl("did:example:a:b:c", "example", "a:b:c"),
    "did:example:::b": DidUrl("did:example:::b", "example", "::b"),
    "did:web:example.com%3A3000#k": DidUrl(
        "did:web:example.com%3A3000", "web", "example.com%3A3000", fragment="k"
    ),
    "did:example:1/p/q?a=b&c#d/e?f": DidUrl(
        "did:example:1", "example", "1", "/p/q", "a=b&c", "d/e?f"
    ),
    "did:example:1?#": DidUrl("did:example:1", "example", "1", "", "", ""),
}


@pytest.mark.parametrize(("text", "url"), URLS.items())
def test_a_did_url_is_read_and_written(text: str, url: DidUrl) -> None:
    assert DidUrl.parse(text) == url
    assert str(url) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "did",
        "did:",
        "did:example",
        "did:example:",
        "did:example:a:",
        "did::123",
        "did:Example:123",
        "did:ex-ample:123",
        "DID:example:123",
        " did:example:123",
        "did:example:123 ",
        "did:example:123\n",
        "did:example:1 2",
        "did:example:a@b",
        "did:example:[::1]",
        "did:example:%",
        "did:example:%4",
        "did:example:%zz",
        "did:example:ä",
        "did:example:1#a#b",
        "did:example:1?a b",
        "did:example:1\\2",
        "https://example.com/",
        "did:example:" + "a" * 8_192,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(DidError) as refused:
        DidUrl.parse(text)
    assert refused.value.code == "did.syntax"


@pytest.mark.parametrize("text", ["did:example:1#k", "did:example:1?q", "did:example:1/p"])
def test_a_did_stands_alone(text: str) -> None:
    with pytest.raises(DidError) as refused:
        DidUrl.parse_did(text)
    assert refused.value.code == "did.syntax"


@given(st.text(alphabet="did:webk.%3A/?#aZ -", max_size=40).map("did:".__add__))
def test_what_is_read_is_written_the_same(text: str) -> None:
    with suppress(DidError):
        assert str(DidUrl.parse(text)) == text
