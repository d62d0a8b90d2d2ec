"""The bundle: pinned by hash, closed to the network and to its callers."""

import hashlib
import json
from pathlib import Path

import pytest
from vector_table import record

from skillmark.core.canon import contexts
from skillmark.core.canon.errors import (
    ContextError,
    ContextHashError,
    ContextInsecureError,
    ContextUnknownError,
)
from skillmark.core.canon.templates import SCHEMES

VC2 = "https://www.w3.org/ns/credentials/v2"

# The digests printed in the W3C Recommendations.
PUBLISHED = {
    VC2: "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    "https://w3id.org/security/data-integrity/v2": "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    "https://w3id.org/security/multikey/v1": "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
}


@pytest.mark.parametrize("url", sorted(contexts.known()))
def test_every_bundled_context_is_the_pinned_one(url: str) -> None:
    entry = contexts.known()[url]
    assert "@context" in contexts.load(url)
    raw = contexts.BUNDLED.joinpath(entry.file).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == entry.sha256
    assert entry.url.startswith("https://")
    assert entry.source
    assert entry.licence


@pytest.mark.parametrize(("url", "digest"), PUBLISHED.items())
def test_recommended_digests(url: str, digest: str) -> None:
    assert contexts.known()[url].sha256 == digest


def test_no_file_lies_beside_the_index_unnamed() -> None:
    named = {entry.file for entry in contexts.known().values()}
    assert {path.name for path in contexts.BUNDLED.iterdir()} == named | {"index.json"}


@pytest.mark.parametrize(
    ("url", "error"),
    [
        pytest.param("http://www.w3.org/ns/credentials/v2", ContextInsecureError, id="http"),
        pytest.param("https://evil.example/v1", ContextUnknownError, id="unknown"),
        pytest.param(f"{VC2}/", ContextUnknownError, id="trailing slash"),
        pytest.param(VC2.upper(), ContextUnknownError, id="other case"),
        pytest.param("../index", ContextUnknownError, id="path"),
        pytest.param("", ContextUnknownError, id="empty"),
    ],
)
def test_every_other_address_is_refused(url: str, error: type[ContextError]) -> None:
    with pytest.raises(error) as caught:
        contexts.load(url)
    assert caught.value.facts["url"] == url


def test_an_altered_file_is_refused_when_it_is_read(tmp_path: Path) -> None:
    entry = {"file": "a.jsonld", "sha256": "0" * 64, "source": "here", "licence": "none"}
    (tmp_path / "index.json").write_text(json.dumps({"https://a.example/": entry}))
    (tmp_path / "a.jsonld").write_text('{"@context": {}}')
    with pytest.raises(ContextHashError):
        contexts.Bundle(tmp_path).load("https://a.example/")
    record("adversarial V-L 18-31", "19 altered file", "pass")


def test_what_a_caller_does_to_a_context_stays_with_the_caller() -> None:
    contexts.load(VC2).clear()
    contexts.known().clear()
    assert contexts.load(VC2)["@context"]
    assert contexts.known()


def terms(value: object) -> set[str]:
    if isinstance(value, dict):
        return {key for key in value if isinstance(key, str)}.union(*map(terms, value.values()))
    return set[str]().union(*map(terms, value)) if isinstance(value, list) else set()


def aliases(value: object) -> set[tuple[str, str]]:
    if isinstance(value, dict):
        mine = {(k, v) for k, v in value.items() if isinstance(v, str) and v.startswith("@")}
        return mine.union(*map(aliases, value.values()))
    return (
        set[tuple[str, str]]().union(*map(aliases, value)) if isinstance(value, list) else set()
    )


@pytest.mark.parametrize("url", sorted(contexts.known()))
def test_no_context_names_a_term_like_a_scheme_or_renames_a_keyword(url: str) -> None:
    # The shape cache leans on the first, `skillmark.core.canon.spelling` on the second.
    document = contexts.load(url)
    assert terms(document).isdisjoint(SCHEMES)
    renamed = {(term, word) for term, word in aliases(document) if not term.startswith("@")}
    assert renamed <= {("id", "@id"), ("type", "@type")}


WORDS = ("https://www.w3.org/2018/credentials#", "https://w3id.org/security#")


def meanings(value: object, prefixes: dict[str, str]) -> set[tuple[str, str]]:
    """Return every term of a context that stands for a word of VCDM or Data Integrity."""
    if isinstance(value, list):
        return set[tuple[str, str]]().union(*(meanings(item, prefixes) for item in value))
    if not isinstance(value, dict):
        return set()
    prefixes = prefixes | {k: v for k, v in value.items() if isinstance(v, str)}
    found: set[tuple[str, str]] = set()
    for term, item in value.items():
        found |= meanings(item, prefixes)
        target = item.get("@id") if isinstance(item, dict) else item
        if isinstance(target, str) and "@" not in (term[0], target[0]):
            prefix, _, rest = target.partition(":")
            target = prefixes.get(prefix, f"{prefix}:") + rest
            if target.startswith(WORDS) and target not in WORDS:
                found.add((target, term))
    return found


def test_no_word_of_credentials_or_proofs_has_two_spellings_in_the_bundle() -> None:
    # Else adding a context could hide ``validUntil`` or ``expires`` from whoever reads the JSON.
    found = set().union(*(meanings(contexts.load(url), {}) for url in contexts.known()))
    spellings: dict[str, set[str]] = {}
    for target, term in found:
        spellings.setdefault(target, set()).add(term)
    assert len(spellings) > 50
    assert {word: terms for word, terms in spellings.items() if len(terms) > 1} == {
        "https://w3id.org/security#proofValue": {"proofValue", "signature"},  # never signed
    }
