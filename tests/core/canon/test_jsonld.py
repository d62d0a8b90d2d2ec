"""Expansion and its RDF against another engine; what is followed, and what is kept."""

import threading
from copy import deepcopy
from typing import Any

import pytest
from canon_documents import (
    CREDENTIAL,
    EXAMPLES,
    OB,
    PROOF,
    VC1,
    VC2,
    credential,
    deep,
    with_subject,
)
from pyld import jsonld as pyld
from rdf_oracle import canonical

from skillmark.core.canon import canonicalize, jsonld, spelling
from skillmark.core.canon import errors as e
from skillmark.core.canon.contexts import loader
from skillmark.core.canon.nquads import parse
from skillmark.core.canon.rdfc import canonicalize as canonicalize_nquads
from skillmark.core.jsonio import JsonObject

ENDORSEMENT: JsonObject = {
    "@context": [VC2, OB],
    "id": "urn:uuid:2",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "issuer": {"id": "did:web:other.example", "type": ["Profile"]},
    "credentialSubject": {
        "id": str(CREDENTIAL["id"]),
        "type": ["EndorsementSubject"],
        "endorsementComment": "Well done.",
    },
}
SELF = str(CREDENTIAL["id"])


def two_blank_nodes(first: str, second: str) -> JsonObject:
    return credential(
        issuer={"id": first, "type": ["Profile"], "parentOrg": {"id": second}},
        evidence=[{"id": second, "type": ["Evidence"], "name": "x"}],
    )


ACCEPTED: list[tuple[str, JsonObject]] = [
    ("the credential", credential()),
    ("a proof", deepcopy(PROOF)),
    ("a blank root", credential(id=None)),
    ("named blank nodes", two_blank_nodes("_:b1", "_:c14n0")),
    ("one context as text", {"@context": VC2, "id": "urn:x", "type": "VerifiableCredential"}),
    ("empty arrays and nulls", with_subject(result=[], source=[None])),
    ("a language", credential(name={"@value": "Schweißen", "@language": "de-AT"})),
    ("two values", credential(name=["a", "b", "a"])),
    ("control characters", credential(name="".join(map(chr, range(0x20))) + '\x7f"\\\u2028🎓')),
    ("a type of one's own", with_subject(type=["AchievementSubject", "https://a.example/T"])),
    (
        "numbers",
        with_subject(creditsEarned=[0, -0.0, 1.5, 1e21, 2.5e-300, 10, 2**53 - 1, -7.25]),
    ),
    ("an enclosed endorsement", credential(endorsement=[deepcopy(ENDORSEMENT)])),
    ("reference to the root", with_subject(source={"id": SELF})),
    ("64 levels", deep(62)),
]


@pytest.mark.parametrize(("name", "document"), [pytest.param(*c, id=c[0]) for c in ACCEPTED])
@pytest.mark.parametrize("hash_name", ["sha256", "sha384"])
def test_accepted_with_the_bytes_of_another_engine(
    name: str, document: JsonObject, hash_name: str
) -> None:
    before = deepcopy(document)
    assert canonicalize(document, hash_name).decode() == canonical(document, hash_name)
    assert document == before


def test_a_presentation_keeps_its_credentials_in_graphs_of_their_own() -> None:
    presentation: JsonObject = {
        "@context": [VC2],
        "type": "VerifiablePresentation",
        "holder": "did:web:holder.example",
        "verifiableCredential": [credential() | {"proof": PROOF | {"@context": None}}],
    }
    enclosed: Any = presentation["verifiableCredential"]
    del enclosed[0]["proof"]["@context"]
    text = canonicalize(presentation).decode()
    assert len({quad.graph for quad in parse(text)}) == len(["default", "credential", "proof"])
    assert text == canonical(presentation)


@pytest.mark.parametrize("enclosed", ["urn:x", {"id": "urn:x"}, {"@value": "text"}])
def test_a_graph_that_would_stay_empty_is_refused(enclosed: Any) -> None:
    document: JsonObject = {
        "@context": [VC2],
        "type": "VerifiablePresentation",
        "verifiableCredential": enclosed,
    }
    with pytest.raises((e.GraphError, e.UndefinedTermError)):
        canonicalize(document)


def test_an_enclosed_credential_brings_bundled_contexts_only() -> None:
    endorsement: JsonObject = {**ENDORSEMENT, "@context": [VC2, OB, {"name": "urn:x"}]}
    with pytest.raises(e.TermRedefinedError):
        canonicalize(credential(endorsement=[endorsement]))


def awarded(course: str) -> JsonObject:
    return {
        "@context": [VC1, "https://w3id.org/dcc/v1"],
        "id": "urn:c",
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": "urn:s", "awardedOnCompletionOf": {"id": course}},
    }


def test_a_reversed_term_of_a_bundled_context_is_followed_and_checked() -> None:
    course = "<urn:course> <http://schema.org/educationalCredentialAwarded> <urn:s> .\n"
    assert course in canonicalize(awarded("urn:course")).decode()
    with pytest.raises(e.RelativeIriError):
        canonicalize(awarded("course"))


def test_two_bundled_contexts_that_disagree_are_refused() -> None:
    document = awarded("urn:course") | {"@context": [VC2, "https://w3id.org/dcc/v1"]}
    with pytest.raises(e.TermRedefinedError):
        canonicalize(document)


def test_what_no_reader_could_copy_is_refused() -> None:
    class Single(dict[str, Any]):
        def __deepcopy__(self, memo: object) -> "Single":
            raise TypeError

    with pytest.raises(e.SyntaxRefusedError):
        canonicalize(Single(credential()))


def test_the_examples_context_is_followed_when_asked_for() -> None:
    document: JsonObject = {
        "@context": [VC2, EXAMPLES],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "credentialSubject": {
            "id": "did:example:abcdefgh",
            "alumniOf": "The School of Examples",
        },
    }
    data = canonicalize(document, allow_examples=True)
    assert b'<https://www.w3.org/ns/credentials/examples#alumniOf> "The School' in data
    with pytest.raises(e.ContextVocabError):
        canonicalize(document)


def test_n_quads_lines_come_out_sorted_and_canonicalise_to_the_same() -> None:
    lines = jsonld.to_nquads(credential())
    assert lines == sorted(lines)
    assert canonicalize_nquads("".join(lines)).encode() == canonicalize(credential())


def test_a_word_that_json_ld_itself_refuses_is_named() -> None:
    with pytest.raises(e.SyntaxRefusedError) as caught:
        canonicalize(credential(id=None) | {"id": None})
    assert caught.value.facts == {"reason": "invalid @id value"}


@pytest.mark.parametrize("kept", [1, jsonld.MAX_DERIVED])
def test_contexts_derived_before_give_what_pyld_derives_anew(
    kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonld, "MAX_DERIVED", kept)
    monkeypatch.setattr(jsonld, "_derived", jsonld._Derived())
    for document in [document for _, document in ACCEPTED] * 2:
        anew = pyld.expand(deepcopy(document), {"documentLoader": loader})
        assert jsonld.expand(document) == anew


def test_many_threads_share_what_is_derived_from_the_contexts() -> None:
    expected = canonicalize(credential())
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: results.append(canonicalize(credential())))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 8


def test_the_schemes_of_own_types_do_not_name_terms() -> None:
    assert all(":" in scheme for scheme in spelling.TYPE_SCHEMES)
