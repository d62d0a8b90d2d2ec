"""The shape cache against the full way: always the same bytes, or the same refusal."""

import threading
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from canon_documents import CREDENTIAL, PROOF, VC2, credential, iris, texts, with_subject
from hypothesis import given, settings
from hypothesis import strategies as st

from skillmark.core.canon import canonicalize, compiled, shapes, templates
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.canon.errors import CanonError, UndefinedTermError
from skillmark.core.jsonio import JsonObject

SHARED = ShapeCache(compile_at=1)
PLACES = len(shapes.places(CREDENTIAL))


def outcome(
    way: Callable[[JsonObject, str], bytes], document: JsonObject, hash_name: str = "sha256"
) -> bytes | str:
    """Return the bytes, or the code of the refusal."""
    try:
        return way(document, hash_name)
    except CanonError as error:
        return error.code


def agree(document: JsonObject, cache: ShapeCache = SHARED, hash_name: str = "sha256") -> None:
    before = deepcopy(document)
    assert outcome(cache.canonicalize, document, hash_name) == outcome(
        canonicalize, document, hash_name
    )
    assert document == before


@settings(max_examples=100)
@given(
    st.lists(texts | iris | st.none(), min_size=PLACES, max_size=PLACES),
    st.sampled_from(["sha256", "sha384"]),
)
def test_any_texts_in_a_credential(values: list[str | None], hash_name: str) -> None:
    _, mine = shapes.read(CREDENTIAL)
    filled = [own if value is None else value for own, value in zip(mine, values, strict=True)]
    agree(shapes.refill(CREDENTIAL, filled), hash_name=hash_name)


@settings(max_examples=200)
@given(st.dictionaries(st.integers(0, PLACES - 1), texts | iris, max_size=2))
def test_a_text_or_two_in_a_credential(values: dict[int, str]) -> None:
    _, mine = shapes.read(CREDENTIAL)
    agree(shapes.refill(CREDENTIAL, [values.get(i, own) for i, own in enumerate(mine)]))


identities = st.none() | iris
people = st.fixed_dictionaries(
    {"type": st.just("Profile")},
    optional={
        "id": iris,
        "name": texts | st.lists(texts, max_size=3),
        "url": iris,
        "parentOrg": st.fixed_dictionaries({"type": st.just("Profile")}, optional={"id": iris}),
        "image": iris | st.fixed_dictionaries({"id": iris, "type": st.just("Image")}),
    },
)


@settings(max_examples=100)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "issuer": people | iris,
            "id": iris,
            "name": texts
            | st.fixed_dictionaries({"@value": texts, "@language": st.just("en")}),
            "validUntil": texts,
            "evidence": st.lists(
                st.fixed_dictionaries(
                    {"type": st.just("Evidence")}, optional={"id": iris, "name": texts}
                ),
                max_size=3,
            ),
        },
    )
)
def test_any_shape_near_a_credential(changes: dict[str, Any]) -> None:
    cache = ShapeCache(compile_at=1)
    document = credential(**changes)
    agree(document, cache)
    agree(document, cache)


def test_a_seen_shape_is_rendered_without_the_full_way() -> None:
    cache = ShapeCache()
    first, second = credential(), credential(id="urn:uuid:2", name='é"\\\n\x7f')
    assert cache.rendered(first) is None
    assert cache.rendered(first) == canonicalize(first)
    assert cache.rendered(second) == canonicalize(second)
    assert cache.rendered(second, "sha384") is None
    assert len(cache) == 2


def test_words_of_a_vocabulary_belong_to_the_shape() -> None:
    cache = ShapeCache(compile_at=1)
    for purpose in ("assertionMethod", "authentication", "assertionMethod"):
        for created in ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"):
            proof = PROOF | {"proofPurpose": purpose, "created": created}
            assert cache.rendered(proof) == canonicalize(proof)
    assert len(cache) == 1


def test_a_word_no_vocabulary_knows_spoils_nothing() -> None:
    cache = ShapeCache(compile_at=1)
    agree(PROOF | {"proofPurpose": "unheard-of"}, cache)
    assert cache.rendered(deepcopy(PROOF)) == canonicalize(PROOF)
    agree(PROOF | {"proofPurpose": "unheard-of"}, cache)


def test_only_so_many_sets_of_words_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MAX_VARIANTS", 1)
    cache = ShapeCache(compile_at=1)
    assert cache.rendered(deepcopy(PROOF))
    other = PROOF | {"proofPurpose": "authentication"}
    assert cache.rendered(other) is None
    agree(other, cache)


def test_the_cache_is_bounded_and_forgets_the_least_recent() -> None:
    cache = ShapeCache(2, compile_at=1)
    a, b, c = (
        with_subject(**extra) for extra in ({}, {"id": "urn:b"}, {"source": {"id": "urn:c"}})
    )
    first = cache.rendered(a)
    cache.rendered(b)
    assert cache.rendered(a) == first
    cache.rendered(c)
    assert len(cache) == 2
    agree(b, cache)


@pytest.mark.parametrize("place", ["type", "@context"])
def test_a_number_before_a_word_is_no_word_that_was_seen(place: str) -> None:
    cache = ShapeCache(compile_at=1)
    document = credential(type="VerifiableCredential") | {"@context": VC2}
    agree(document, cache)
    agree(document | {place: [0, document[place]]}, cache)


def test_a_refused_shape_is_refused_each_time() -> None:
    cache = ShapeCache(compile_at=1)
    document = with_subject(shoeSize="44")
    for _ in range(3):
        with pytest.raises(UndefinedTermError):
            cache.canonicalize(document)
    assert cache.rendered(document) is None


ALIKE: list[tuple[str, JsonObject]] = [
    (
        "alike by their texts",
        with_subject(
            source=[{"type": "Profile", "name": "a"}, {"type": "Profile", "name": "a"}]
        ),
    ),
    ("alike in their shape", with_subject(source=[{"type": "Profile"}, {"type": "Profile"}])),
    (
        "a text named twice",
        with_subject(achievement={"id": "urn:a", "type": "Achievement", "name": ["x", "x"]}),
    ),
    (
        "a blank node's text named twice",
        with_subject(source=[{"type": "Profile", "name": ["x", "x"]}]),
    ),
    (
        "two references to one",
        with_subject(
            source=[
                {
                    "type": "Profile",
                    "url": ["urn:x", "urn:x"],
                    "parentOrg": [{"type": "Profile", "id": "urn:p"}, {"type": "Profile"}],
                }
            ]
        ),
    ),
    (
        "root described again",
        with_subject(achievement={"id": CREDENTIAL["id"], "type": "Achievement", "name": "x"}),
    ),
    (
        "a blank root described again",
        credential(
            id="_:r",
            credentialSubject={
                "type": "AchievementSubject",
                "achievement": {"id": "_:r", "type": "Achievement", "name": "x"},
            },
        ),
    ),
    ("newline between two IRIs", credential(id="urn:a\nurn:b")),
    ("an unlisted scheme", credential(id="tel:+1")),
    ("a marker", credential(id="urn:gap:2:", name="urn:gap:3:")),
    ("a surrogate", credential(name="\ud800")),
    ("a surrogate in a blank node", with_subject(source={"type": "Profile", "name": "\udfff"})),
    ("a percent sign", credential(id="urn:%s", name="%s %(x)s %")),
    (
        "a type of one's own with a percent sign",
        with_subject(type=["AchievementSubject", "https://a.example/%s"]),
    ),
    ("a marker as a type", with_subject(type=["AchievementSubject", "urn:gap:1:"])),
    (
        "a marker inside a type",
        with_subject(type=["AchievementSubject", "https://a.example/urn:gap:1:"]),
    ),
    ("a typed value", credential(name={"@value": "1", "@type": "urn:t"})),
    (
        "numbers and truth",
        with_subject(
            creditsEarned=[1, 1.0, 2.5], identifier=[{"type": "IdentityObject", "hashed": True}]
        ),
    ),
]


@pytest.mark.parametrize("document", [pytest.param(d, id=name) for name, d in ALIKE])
def test_what_a_template_cannot_decide_goes_the_full_way(document: JsonObject) -> None:
    cache = ShapeCache(compile_at=1)
    agree(document, cache)
    agree(document, cache)
    _, mine = shapes.read(document)
    # The shape may have been compiled with harmless texts before the doubtful ones come.
    harmless = shapes.refill(document, [f"https://a.example/{i}" for i in range(len(mine))])
    cache = ShapeCache(compile_at=1)
    agree(harmless, cache)
    agree(document, cache)


def test_json_inside_a_literal_is_no_gap() -> None:
    document: JsonObject = {
        "@context": [VC2],
        "id": "urn:x",
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
        "credentialSubject": {
            "id": "urn:s",
            "type": "JsonSchema",
            "jsonSchema": {"title": "t"},
        },
    }
    cache = ShapeCache(compile_at=1)
    agree(document, cache)
    assert cache.rendered(document) is None


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"@context": [{}], "type": "x"}, id="unhashable context"),
        pytest.param(credential(name=("tuple",)), id="no JSON value"),
        pytest.param(credential(name=["x"] * 5_000), id="too many parts to remember"),
        pytest.param(
            with_subject(type=["AchievementSubject", "urn:" + "x" * 70_000]),
            id="too long a type",
        ),
    ],
)
def test_a_document_without_a_shape_goes_the_full_way(document: Any) -> None:
    cache = ShapeCache(compile_at=1)
    assert cache.rendered(document) is None
    agree(document, cache)


def test_blank_nodes_in_any_order() -> None:
    cache = ShapeCache(compile_at=1)
    for number in range(12):
        document = with_subject(
            source=[{"type": "Profile", "name": f"{number} {n}"} for n in range(3)]
        )
        assert cache.rendered(document) == canonicalize(document)


@settings(max_examples=60)
@given(
    st.dictionaries(st.integers(0, PLACES - 1), texts, max_size=3),
    st.sets(st.integers(0, PLACES - 1), max_size=4),
    st.dictionaries(st.integers(0, PLACES - 1), texts | iris, max_size=2),
)
def test_texts_that_stay_the_same_are_settled(
    common: dict[int, str], varying: set[int], odd: dict[int, str]
) -> None:
    """Some texts are common to all documents, some vary, and a last document is odd."""
    cache = ShapeCache(compile_at=1)
    _, mine = shapes.read(CREDENTIAL)
    for number in range(templates.SETTLE_AT + 3):
        values = [common.get(i, own) for i, own in enumerate(mine)]
        values = [f"urn:{number}:{i}" if i in varying else v for i, v in enumerate(values)]
        document = shapes.refill(CREDENTIAL, values)
        cache.rendered(document)
    agree(document, cache)
    values = [odd.get(i, value) for i, value in enumerate(values)]
    agree(shapes.refill(CREDENTIAL, values), cache)


def test_a_settled_text_is_escaped_once_and_for_all() -> None:
    cache = ShapeCache(compile_at=1)
    for number in range(templates.SETTLE_AT + 2):
        document = credential(id=f"urn:uuid:{number}", name='50 % "of" it\n', description="%s")
        assert cache.rendered(document) == canonicalize(document)
    (shape,) = cache._shapes.values()
    (template,) = shape._variants.values()
    assert template is not None
    assert template._settled is not template._open


def test_other_common_texts_are_settled_anew() -> None:
    cache = ShapeCache(compile_at=1)
    for issuer in ("urn:issuer:1", "urn:issuer:2", "urn:issuer:1"):
        for number in range(templates.SETTLE_AT + 2):
            document = credential(id=f"urn:uuid:{number}", issuer=issuer)
            assert cache.rendered(document) == canonicalize(document)


def test_long_texts_are_not_kept() -> None:
    cache = ShapeCache(compile_at=1)
    long = "x" * (templates.MAX_SETTLED + 1)
    for number in range(templates.SETTLE_AT + 2):
        document = credential(id=f"urn:uuid:{number}", name=long)
        assert cache.rendered(document) == canonicalize(document)


def test_many_threads_share_one_cache() -> None:
    cache = ShapeCache(4)
    documents = [
        with_subject(source=[{"type": "Profile", "name": f"{n}"}] * (n % 2), id=f"urn:s:{n}")
        for n in range(24)
    ]
    expected = [canonicalize(document) for document in documents]
    found: list[list[bytes]] = []

    def work() -> None:
        found.append([cache.canonicalize(document) for document in documents])

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 6
