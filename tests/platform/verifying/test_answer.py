"""The sentence a person reads first: what is proven is said, and nothing else is."""

from typing import Any

import pytest
from document_shelf import BrokenShelf, Shelf
from hypothesis import given
from hypothesis import strategies as st
from signed_credentials import AT, EMAIL, TestIssuer, badge, tampered

from skillmark.core import jsonio
from skillmark.core.verify import CHECKS, Check, Outcome, Report, Verdict
from skillmark.core.verify.report import REQUIRED
from skillmark.platform.issuing.proving import plain_words
from skillmark.platform.verifying import checking
from skillmark.platform.verifying.answer import Answer, answer_of
from skillmark.platform.verifying.subject import mixes_scripts, shown, subject_of

pytestmark = pytest.mark.django_db
HARBOUR = TestIssuer.on_web()
NAMED = {
    "type": "IdentityObject",
    "hashed": False,
    "identityHash": "Mark Olsen",
    "identityType": "name",
}


SHELF = {HARBOUR.did_url: HARBOUR.did_document()}


def credential(issuer: TestIssuer = HARBOUR, **changes: Any) -> Any:
    document = badge(issuer, **changes)
    document["credentialSubject"]["identifier"].append(NAMED)
    return document


def ask(document: Any, *, recipient: str = "", shelf: Any = None) -> Answer:
    data = document if isinstance(document, bytes) else jsonio.dumps(document)
    source = Shelf(SHELF if shelf is None else shelf)
    return answer_of(checking.check(data, at=AT, recipient=recipient, source=source))


def test_a_good_credential_is_said_in_one_sentence() -> None:
    answer = ask(HARBOUR.sign(credential()))
    assert answer.word == "Valid"
    assert answer.sentence == (
        "Harbour Skills Training (harbour.example) awarded “Workplace Safety Foundations” "
        "to Mark Olsen on 1 May 2026. The issuer gave it no way to be revoked."
    )
    assert not answer.cautions
    assert {line.outcome for line in answer.lines} == {"passed"}


GOOD = HARBOUR.sign(credential())
CASES: dict[str, tuple[Any, str, str]] = {
    "one byte changed": (
        tampered(GOOD, "name", value="Something else"),
        "Not valid",
        "The signature does not fit",
    ),
    "expired": (
        HARBOUR.sign(credential(validUntil="2026-05-20T00:00:00Z")),
        "Expired",
        "It expired on 20 May 2026.",
    ),
    "not yet": (
        HARBOUR.sign(credential(validFrom="2026-09-01T00:00:00Z")),
        "Valid, but",
        "It is valid only from 1 September 2026 on.",
    ),
    "unsigned": (credential(), "Not valid", "It is not signed"),
    "signed by another": (
        TestIssuer.on_web("evil.example", 2).sign(credential()),
        "Not valid",
        "signed by somebody else than the issuer it names",
    ),
    "no JSON at all": (b"Dear Mark, congratulations", "Not valid", "not a credential file"),
    "a list": (b"[]", "Not valid", "not a credential file"),
    "a duplicate key": (b'{"a":1,"a":2}', "Not valid", "says one thing twice"),
    "bytes": (b"\xff\xfe\x00\x01", "Not valid", "not a credential file"),
    "a token": (b"eyJhbGciOiJQUzI1NiJ9.eyJ2YyI6e319.c2ln", "Could not tell", "token"),
}


@pytest.mark.parametrize(("document", "word", "words"), CASES.values(), ids=CASES)
def test_each_case_has_its_word_and_its_reason(document: Any, word: str, words: str) -> None:
    answer = ask(document)
    assert answer.word == word
    assert words in answer.sentence
    assert len(answer.lines) >= len(REQUIRED)  # every check is told, made or not


def test_the_day_it_was_earned_is_said_where_it_is_known() -> None:
    answer = ask(HARBOUR.sign(credential(awardedDate="2026-04-02T00:00:00Z")))
    assert "to Mark Olsen on 2 April 2026." in answer.sentence


def test_what_is_not_proven_is_not_said_as_if_it_were() -> None:
    answer = ask(tampered(GOOD, "name", value="x"))
    assert "awarded" not in answer.sentence
    assert "It says it comes from “Harbour Skills Training”, but nothing proves that." in (
        answer.sentence
    )
    assert not answer.proven


def test_an_issuer_that_cannot_be_asked_is_no_verdict() -> None:
    answer = ask(GOOD, shelf={})
    assert answer.word == "Could not tell"
    assert "could not be asked" in answer.sentence


def test_nothing_is_fetched_for_what_is_not_the_issuers() -> None:
    shelf = Shelf(SHELF)
    forged = TestIssuer.on_web("evil.example", 2).sign(credential())
    checking.check(jsonio.dumps(forged), at=AT, source=shelf)
    assert "https://evil.example/.well-known/did.json" not in shelf.asked


def test_a_bare_key_is_named_as_one() -> None:
    issuer = TestIssuer.by_key(3)
    answer = ask(issuer.sign(credential(issuer)))
    assert answer.word == "Valid"
    assert f"(key …{issuer.did[-8:]})" in answer.sentence
    assert "No web domain stands behind this issuer" in answer.cautions[0]


def test_a_name_of_two_alphabets_is_pointed_out() -> None:
    document = tampered(credential(), "issuer", "name", value="Universit\u0443 of Harbour")
    answer = ask(HARBOUR.sign(document))
    assert any("different alphabets" in caution for caution in answer.cautions)


@pytest.mark.parametrize(
    ("recipient", "word"),
    [(EMAIL, "Valid"), (EMAIL.upper(), "Valid"), ("eve@learner.example", "Not valid")],
)
def test_the_holder_can_be_asked_for(recipient: str, word: str) -> None:
    assert ask(GOOD, recipient=recipient).word == word


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("Universit\u0443", True),  # a Cyrillic letter that looks like y
        ("\u0397arbour", True),  # a Greek letter that looks like H
        ("Harbour Skills", False),
        ("Универсітет Harbour", False),  # two words, one alphabet each
        ("李伟", False),
        ("José Núñez", False),
        ("", False),
    ],
)
def test_mixed_alphabets_are_found_within_a_word(name: str, mixed: bool) -> None:
    assert mixes_scripts(name) is mixed


def test_a_name_is_shown_as_one_harmless_line() -> None:
    assert shown("Mark\u202e neslO\x00\n x") == "Mark neslO x"
    assert len(shown("x" * 5_000)) == 200


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
KEYS = st.sampled_from(
    ["credentialSubject", "issuer", "name", "identifier", "achievement", "id"]
)


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, ANYTHING) | ANYTHING))
def test_any_document_can_be_read_for_its_subject(document: dict[str, Any]) -> None:
    assert isinstance(subject_of(document).holder, str)


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    if data.strip():
        answer = ask(data)
        assert answer.word in {"Not valid", "Could not tell"}
        assert answer.sentence


@given(
    st.sampled_from(CHECKS),
    st.sampled_from(Outcome),
    st.from_regex(r"[a-z]{1,9}\.[a-z_]{1,9}", fullmatch=True)
    | st.sampled_from([*plain_words.WORDS]),
    st.dictionaries(st.text(min_size=1, max_size=5), st.none() | st.text() | st.integers()),
)
def test_every_check_is_said(name: str, outcome: Outcome, code: str, facts: Any) -> None:
    line = plain_words.line(Check(name, outcome, code, "The core's own sentence.", facts))
    assert line.title
    assert line.reason
    assert line.detail.startswith(code)


def test_every_check_has_a_title() -> None:
    assert set(plain_words.TITLES) == set(CHECKS)


def test_a_verifier_that_breaks_says_so() -> None:
    done = checking.check(jsonio.dumps(GOOD), at=AT, source=BrokenShelf())
    answer = answer_of(done)
    assert answer.word == "Could not tell"
    assert "nothing is known of the file" in answer.sentence


def test_an_empty_report_is_never_valid() -> None:
    report = Report((), AT)
    assert report.verdict is Verdict.UNKNOWN
    assert answer_of(checking.Verification(report, None)).word == "Could not tell"
