"""Safe mode: every way a document can mean something else than it signs, and its refusal."""

from copy import deepcopy
from typing import Any

import pytest
from canon_documents import CREDENTIAL, EXAMPLES, OB, VC1, VC2, credential, deep, with_subject
from vector_table import record

from skillmark.core.canon import canonicalize, spelling
from skillmark.core.canon import errors as e
from skillmark.core.jsonio import JsonObject

STATUS: JsonObject = {"id": "https://a.example/s#1", "type": "BitstringStatusListEntry"}
SELF = str(CREDENTIAL["id"])


def contexts(*entries: Any) -> JsonObject:
    return credential(context=list(entries))


def inline(**terms: Any) -> JsonObject:
    return contexts(VC2, OB, terms)


# (number of the adversarial vector or none, what is wrong, document, error)
REFUSED: list[tuple[int | None, str, Any, type[e.CanonError]]] = [
    (18, "unknown context", contexts(VC2, "https://evil.example/v1"), e.ContextUnknownError),
    (20, "inline redefinition", inline(name="https://evil.example/name"), e.TermRedefinedError),
    (20, "protected redefinition", inline(issuer="urn:x"), e.TermRedefinedError),
    (21, "inline vocab", inline(**{"@vocab": "https://evil.example/"}), e.ContextVocabError),
    (21, "examples context", contexts(VC2, OB, EXAMPLES), e.ContextVocabError),
    (22, "context in subject", with_subject(**{"@context": [VC2]}), e.ContextNestedError),
    (23, "null context", contexts(VC2, None), e.ContextNullError),
    (23, "only null", credential(context=[None]), e.ContextNullError),
    (24, "undefined property", with_subject(shoeSize=44), e.UndefinedTermError),
    (24, "undefined property of the root", credential(shoeSize=44), e.UndefinedTermError),
    (24, "undefined property, null", credential(shoeSize=[None]), e.UndefinedTermError),
    (
        24,
        "undefined type",
        with_subject(type=["AchievementSubject", "X"]),
        e.UndefinedTypeError,
    ),
    (25, "relative id", credential(id="credentials/1"), e.RelativeIriError),
    (25, "id without scheme", credential(id="//a.example/1"), e.RelativeIriError),
    (25, "empty id", credential(id=""), e.RelativeIriError),
    (25, "fragment id", with_subject(id="#me"), e.RelativeIriError),
    (25, "scheme with a digit first", credential(id="1a:b"), e.RelativeIriError),
    (25, "keyword as id", credential(id="@type"), e.RelativeIriError),
    (25, "keyword-like id", credential(id="@foo"), e.RelativeIriError),
    (25, "relative reference", credential(issuer="me"), e.RelativeIriError),
    (
        25,
        "relative datatype",
        credential(name={"@value": "1", "@type": "x"}),
        e.RelativeIriError,
    ),
    (
        25,
        "relative type",
        with_subject(type=["AchievementSubject", "./X"]),
        e.UndefinedTypeError,
    ),
    (25, "keyword as type", credential(type=["@json"]), e.UndefinedTermError),
    (26, "contexts in the other order", contexts(OB, VC2), e.ContextOrderError),
    (26, "both base contexts", contexts(VC2, VC1), e.ContextOrderError),
    (28, "graph", credential(**{"@graph": []}), e.GraphError),
    (28, "included", credential(**{"@included": []}), e.IncludedError),
    (28, "reverse", credential(**{"@reverse": {}}), e.ReverseError),
    (28, "nest", credential(**{"@nest": {}}), e.KeywordError),
    (28, "set", credential(name={"@set": ["a"]}), e.KeywordError),
    (28, "list", credential(name={"@list": ["a"]}), e.KeywordError),
    (29, "alias of @type", inline(kind="@type"), e.KeywordAliasError),
    (29, "alias of @id by object", inline(key={"@id": "@id"}), e.KeywordAliasError),
    (29, "@id for id", with_subject(**{"@id": "urn:x"}), e.KeywordSpellingError),
    (29, "@type for type", with_subject(**{"@type": "Profile"}), e.KeywordSpellingError),
    (
        30,
        "http context",
        contexts("http://www.w3.org/ns/credentials/v2"),
        e.ContextInsecureError,
    ),
    (31, "import", inline(**{"@import": VC2}), e.ContextImportError),
    (31, "inline context in itself", inline(**{"@context": {}}), e.ContextInlineError),
    (None, "harmless inline context", inline(shoe="urn:x:shoe"), e.ContextInlineError),
    (None, "inline language", inline(**{"@language": "en"}), e.ContextInlineError),
    (None, "no context", credential(context=[]), e.ContextMissingError),
    (None, "no context at all", {"id": "urn:x"}, e.ContextMissingError),
    (None, "context is a number", contexts(7), e.ContextShapeError),
    (None, "context in a context", contexts([VC2]), e.ContextShapeError),
    (None, "not an object", [deepcopy(CREDENTIAL)], e.SyntaxRefusedError),
    (
        None,
        "status under its IRI",
        credential(**{"https://www.w3.org/2018/credentials#credentialStatus": STATUS}),
        e.PropertySpellingError,
    ),
    (None, "class for property", with_subject(Criteria={}), e.PropertySpellingError),
    (None, "property for class", with_subject(type=["criteria"]), e.TypeSpellingError),
    (None, "compact IRI", credential(**{"schema:name": "x"}), e.PropertySpellingError),
    (
        None,
        "type under its IRI",
        credential(
            type=[
                "VerifiableCredential",
                "OpenBadgeCredential",
                "https://www.w3.org/2018/credentials#VerifiableCredential",
            ]
        ),
        e.TypeSpellingError,
    ),
    (
        None,
        "compact type",
        with_subject(type=["AchievementSubject", "schema:Person"]),
        e.TypeSpellingError,
    ),
    (None, "type is a number", credential(type=[7]), e.SyntaxRefusedError),
    (
        None,
        "direction",
        credential(name={"@value": "x", "@direction": "rtl"}),
        e.DirectionError,
    ),
    (None, "index", credential(name={"@value": "x", "@index": "1"}), e.IndexRefusedError),
    (
        None,
        "a value and more",
        credential(name={"@value": "x", "url": "y"}),
        e.SyntaxRefusedError,
    ),
    (None, "language alone", credential(name={"@language": "en"}), e.SyntaxRefusedError),
    (
        None,
        "bad language",
        credential(name={"@value": "x", "@language": "en_GB"}),
        e.LanguageError,
    ),
    (
        None,
        "newline after language",
        credential(name={"@value": "x", "@language": "en\n"}),
        e.LanguageError,
    ),
    (None, "a tuple", with_subject(source=("x",)), e.SyntaxRefusedError),
    (None, "two ids", credential(id=["urn:a", "urn:b"]), e.SyntaxRefusedError),
    (None, "value is null", credential(name={"@value": None}), e.SyntaxRefusedError),
    (
        None,
        "words beside a value that is null",
        credential(name=[{"@value": None, "@language": "Pilot licence"}, "Badge"]),
        e.SyntaxRefusedError,
    ),
    (None, "value is an object", credential(name={"@value": {}}), e.SyntaxRefusedError),
    (None, "value is an array", credential(name={"@value": ["x"]}), e.SyntaxRefusedError),
    (None, "space in an IRI", credential(id="urn:a b"), e.IllegalIriError),
    (None, "no-break space in an IRI", credential(id="urn:a\u00a0b"), e.IllegalIriError),
    (
        None,
        "no-break space in a type",
        with_subject(type=["AchievementSubject", "https://a/\u00a0/../b"]),
        e.IllegalIriError,
    ),
    (None, "newline at the end of an IRI", credential(id="urn:a\n"), e.IllegalIriError),
    (None, "angle bracket in an IRI", credential(id="urn:a>b"), e.IllegalIriError),
    (None, "surrogate in an IRI", credential(id="urn:\ud800"), e.IllegalIriError),
    (None, "malformed blank node", credential(id="_:a b"), e.IllegalIriError),
    (None, "surrogate in a text", credential(name="\udfff"), e.SurrogateError),
    (
        None,
        "number that would be rounded",
        with_subject(creditsEarned=0.1 + 0.2),
        e.NumberError,
    ),
    (None, "NaN", with_subject(creditsEarned=float("nan")), e.NumberError),
    (None, "infinity", with_subject(creditsEarned=float("inf")), e.NumberError),
    (
        None,
        "root described again",
        with_subject(achievement={"id": SELF, "name": "x"}),
        e.RootDescribedError,
    ),
    (None, "nothing stated", {"@context": VC2, "id": "urn:x"}, e.EmptyError),
    (None, "too many parts", credential(name=["x"] * spelling.MAX_PARTS), e.SizeError),
    (None, "65 levels", deep(65), e.DepthError),
    (None, "100,000 levels", deep(100_000), e.DepthError),
]


@pytest.mark.parametrize(
    ("number", "name", "document", "error"),
    [pytest.param(*case, id=f"{case[0] or 'own'}-{case[1]}") for case in REFUSED],
)
def test_refused(
    number: int | None, name: str, document: Any, error: type[e.CanonError]
) -> None:
    with pytest.raises(error) as caught:
        canonicalize(document)
    assert type(caught.value) is error
    assert caught.value.code.startswith("canon.")
    if number:
        record("adversarial V-L 18-31", f"{number} {name}", "pass")


def test_deeply_nested_objects_are_refused() -> None:
    value: Any = {"type": "Profile"}
    for _ in range(70):
        value = {"type": "Profile", "parentOrg": value}
    with pytest.raises(e.DepthError):
        canonicalize(credential(issuer=value))


def clique(size: int) -> JsonObject:
    profiles: list[Any] = [
        {
            "id": f"_:p{i}",
            "type": ["Profile"],
            "otherIdentifier": [],
            "parentOrg": [{"id": f"_:p{j}"} for j in range(size) if j != i],
        }
        for i in range(size)
    ]
    return credential(issuer=profiles[0], credentialSubject=profiles[1:])


def test_a_clique_of_blank_nodes_is_refused() -> None:
    document = clique(8)
    document["credentialSubject"] = {
        "type": ["AchievementSubject"],
        "source": clique(8)["credentialSubject"],
    }
    with pytest.raises(e.WorkLimitError):
        canonicalize(document)
    record("adversarial V-L 18-31", "27 blank-node clique", "pass")
