"""The words of the bundled contexts: where two of them share one IRI, only one may be written.

A property under another word with the same IRI is the same statement, so the signature holds,
and whoever reads the JSON by its usual word misses it.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from skillmark.core.canon import contexts
from skillmark.core.canon.spelling import CLASSES, PROPERTIES

KNOWN = {
    frozenset({"OpenBadgeCredential", "AchievementCredential"}),  # two names of one class
    frozenset({"proofValue", "signature"}),  # without `proofValue` there is no proof
}
OLD = ("https://w3id.org/openbadges#", "https://purl.imsglobal.org/spec/ob/vocab#")
"""Open Badges 2: whatever names these contexts is not read as a credential."""


def words(context: Any, prefixes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each term of a context, at any depth, with its IRI."""
    for part in context if isinstance(context, list) else [context]:
        if not isinstance(part, dict):
            continue
        named = {
            word: meaning if isinstance(meaning, str) else (meaning or {}).get("@id", word)
            for word, meaning in part.items()
            if not word.startswith("@")
        }
        known = prefixes | {word: iri for word, iri in named.items() if iri}
        for word, iri in named.items():
            if iri:
                yield word, expanded(iri, known)
            meaning = part[word]
            if isinstance(meaning, dict) and "@context" in meaning:
                yield from words(meaning["@context"], known)


def expanded(iri: str, known: dict[str, str]) -> str:
    prefix, colon, rest = iri.partition(":")
    if colon and prefix in known and not rest.startswith("//"):
        return expanded(known[prefix], {**known, prefix: ""}) + rest
    return iri


def test_no_two_words_of_one_iri_are_both_taken() -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for url in contexts.known():
        for word, iri in words(contexts.load(url).get("@context"), {}):
            if not iri.startswith(("@", *OLD)):
                found[iri].add(word)
    shared = {iri: names for iri, names in found.items() if len(names) > 1}
    assert len(found) > 400
    for names in shared.values():
        if frozenset(names) not in KNOWN:
            assert len(names & CLASSES) == 1
            assert names - CLASSES <= PROPERTIES
    assert {name for names in shared.values() for name in names} >= CLASSES | PROPERTIES
