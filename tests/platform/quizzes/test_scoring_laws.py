"""Laws of scores, for every question and every answer; no database."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from skillmark.platform.quizzes import answers, drawing, scoring
from skillmark.platform.quizzes.errors import AnswerError
from skillmark.platform.quizzes.questions import Question
from skillmark.platform.quizzes.scoring import Threshold
from skillmark.platform.quizzes.vocabulary import CHOICES, Kind

POINTS = st.decimals("0.01", "1000", places=2)
WORDS = st.lists(
    st.text("abcdefgh", min_size=1, max_size=6), min_size=2, max_size=6, unique=True
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(list(Kind)))
    facts: dict[str, Any] = {"partial": draw(st.booleans()) and kind != Kind.SINGLE}
    if kind in {Kind.SINGLE, Kind.MULTIPLE}:
        words = draw(WORDS)
        most = 1 if kind == Kind.SINGLE else len(words)
        indexes = st.integers(0, len(words) - 1)
        right = draw(st.lists(indexes, min_size=1, max_size=most, unique=True))
        facts |= {"options": tuple(words), "right": tuple(sorted(right))}
    elif kind == Kind.TRUE_FALSE:
        facts["right"] = (draw(st.integers(0, 1)),)
    elif kind == Kind.NUMERIC:
        numbers = st.decimals(-(10**6), 10**6, places=3)
        facts |= {"value": draw(numbers), "tolerance": draw(st.decimals(0, 10, places=3))}
    elif kind == Kind.TEXT:
        facts["accepted"] = tuple(draw(WORDS))
    elif kind == Kind.ORDERING:
        facts["options"] = tuple(draw(WORDS))
    else:
        words = draw(WORDS)
        partners = draw(
            st.lists(st.sampled_from("uvwxyz"), min_size=len(words), max_size=len(words))
        )
        assume(len({*partners, "other"}) > 1)
        facts |= {
            "options": tuple(words),
            "partners": tuple(partners),
            "distractors": ("other",),
        }
    return Question(kind=kind, prompt="?", points=draw(POINTS), **facts)


def right_answer(question: Question) -> dict[str, Any]:
    if question.kind in CHOICES:
        return {"chosen": list(question.right)}
    if question.kind == Kind.NUMERIC:
        return {"text": str(question.value)}
    if question.kind == Kind.TEXT:
        return {"text": question.accepted[0]}
    if question.kind == Kind.ORDERING:
        return {"places": list(range(len(question.options)))}
    return {"pairs": [question.pool.index(one) for one in question.partners]}


@st.composite
def answered(draw: st.DrawFn) -> tuple[Question, list[int], dict[str, list[str]]]:
    """A question, the order in which it is shown, and a form that may have been sent."""
    question = draw(questions())
    order = draw(st.permutations(range(question.shuffled)))
    count = len(order) or 2
    numbers = st.integers(1, count)
    if question.kind in {Kind.SINGLE, Kind.TRUE_FALSE}:
        return question, order, {"choice": [str(draw(numbers))]}
    if question.kind == Kind.MULTIPLE:
        return question, order, {"choice": [str(n) for n in draw(st.sets(numbers))]}
    if question.kind in {Kind.NUMERIC, Kind.TEXT}:
        return question, order, {"text": [draw(st.text("ab 0123456789.,-", max_size=9))]}
    lines = range(1, len(question.options) + 1)
    return (
        question,
        order,
        {f"line-{line}": [draw(st.one_of(st.just(""), numbers.map(str)))] for line in lines},
    )


@given(answered())
def test_a_score_is_between_nothing_and_the_points(asked: Any) -> None:
    question, order, form = asked
    earned = scoring.score(question, answers.read(question, order, form))
    assert 0 <= earned <= Fraction(question.points)
    if not question.partial:
        assert earned in {0, Fraction(question.points)}


@given(questions())
def test_the_right_answer_earns_all_and_none_earns_nothing(question: Question) -> None:
    assert scoring.score(question, right_answer(question)) == Fraction(question.points)
    assert scoring.score(question, None) == scoring.score(question, {}) == 0


@given(questions(), st.data())
def test_the_order_in_which_it_is_shown_changes_nothing(
    question: Question, data: st.DataObject
) -> None:
    """Whoever answers what is right, wherever it stands on the page, earns all."""
    order = data.draw(st.permutations(range(question.shuffled)))
    said = right_answer(question)
    shown = answers.shown(question, order, said)
    form: dict[str, list[str]] = {
        "choice": [str(line.number) for line in shown.lines if line.given],
        "text": [shown.typed],
        **{f"line-{line.number}": [str(line.given)] for line in shown.lines},
    }
    assert answers.read(question, order, form) == said


@given(answered())
def test_what_is_shown_again_reads_the_same(asked: Any) -> None:
    question, order, form = asked
    said = answers.read(question, order, form)
    shown = answers.shown(question, order, said)
    again: dict[str, list[str]] = {
        "choice": [str(line.number) for line in shown.lines if line.given],
        "text": [shown.typed],
        **{
            f"line-{line.number}": [str(line.given) if line.given else ""]
            for line in shown.lines
        },
    }
    assert answers.read(question, order, again) == said


@given(questions(), st.data())
def test_what_is_shown_does_not_depend_on_what_is_right(
    question: Question, data: st.DataObject
) -> None:
    """Two questions that differ in their key alone look the same."""
    assume(question.kind in {Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE, Kind.NUMERIC})
    order = data.draw(st.permutations(range(question.shuffled)))
    other = Question(
        kind=question.kind,
        prompt=question.prompt,
        options=question.options,
        right=(1,),
        value=Decimal(7),
        explanation="Because.",
    )
    assert answers.shown(question, order) == answers.shown(other, order)


@given(questions().filter(lambda one: one.kind == Kind.MULTIPLE), st.data())
def test_more_right_never_hurts_and_more_wrong_never_helps(
    question: Question, data: st.DataObject
) -> None:
    everything = range(len(question.options))
    chosen = data.draw(st.sets(st.sampled_from(list(everything))))
    before = scoring.score(question, {"chosen": sorted(chosen)})
    for index in set(everything) - chosen:
        after = scoring.score(question, {"chosen": sorted({*chosen, index})})
        assert after >= before if index in question.right else after <= before


@given(questions().filter(lambda one: one.kind == Kind.MULTIPLE))
def test_ticking_everything_earns_less_than_knowing(question: Question) -> None:
    everything = {"chosen": list(range(len(question.options)))}
    if len(question.right) < len(question.options):
        assert scoring.score(question, everything) < question.points


@given(
    st.lists(st.tuples(POINTS, st.fractions(0, 1)), min_size=1, max_size=30),
    st.decimals(0, 100, places=2),
)
def test_passing_is_decided_before_anything_is_rounded(
    items: list[tuple[Decimal, Fraction]], mark: Decimal
) -> None:
    scores = [Fraction(points) * share for points, share in items]
    points = [one for one, _share in items]
    outcome = scoring.judge(scores, points, pass_mark=mark)
    assert outcome.total == sum(scores)
    assert outcome.passed == (sum(scores) * 100 >= Fraction(mark) * Fraction(sum(points)))
    assert 0 <= outcome.percent <= 100
    exact = sum(scores) * 100 / Fraction(sum(points))
    assert 0 <= exact - Fraction(outcome.percent) < Fraction(1, 100)
    assert abs(Fraction(outcome.score) - sum(scores)) <= Fraction(1, 20_000)
    if not outcome.passed:
        assert outcome.percent < mark or exact < Fraction(mark)


def test_three_thirds_make_a_whole() -> None:
    third = [Fraction(1, 3)] * 3
    outcome = scoring.judge(third, [Decimal(1)] * 3, pass_mark=Decimal("33.33"))
    assert (outcome.total, outcome.score, outcome.passed) == (1, Decimal("1.0000"), True)
    assert outcome.percent == Decimal("33.33")
    close = scoring.judge([Fraction(2, 3)], [Decimal(1)], pass_mark=Decimal("66.67"))
    assert (close.percent, close.passed) == (Decimal("66.66"), False)


@given(
    st.fractions(0, 100),
    st.lists(st.integers(0, 100), min_size=1, max_size=5, unique=True),
)
def test_the_highest_level_that_is_reached_counts(share: Fraction, marks: list[int]) -> None:
    thresholds = [Threshold(f"level {mark}", Decimal(mark)) for mark in marks]
    outcome = scoring.judge([share], [Decimal(100)], thresholds=thresholds)
    reached = [mark for mark in marks if mark <= share]
    assert outcome.level == (f"level {max(reached)}" if reached else "")
    assert outcome.passed is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3", "3"),
        (" 3,5 ", "3.5"),
        ("1 234.5", "1234.5"),
        ("\u22122", "-2"),
        ("1e3", None),
        ("1.2.3", None),
        ("NaN", None),
        ("Infinity", None),
        ("٣", None),
        ("", None),
        ("9" * 21, None),
    ],
)
def test_numbers_as_people_write_them(written: str, value: str | None) -> None:
    assert scoring.number(written) == (None if value is None else Decimal(value))


def test_tolerance_is_exact_to_the_last_digit() -> None:
    question = Question(
        kind=Kind.NUMERIC, prompt="?", value=Decimal("0.3"), tolerance=Decimal("0.1")
    )
    assert scoring.score(question, {"text": "0.4"}) == 1
    assert scoring.score(question, {"text": "0.2"}) == 1
    assert scoring.score(question, {"text": "0.40000000000000000001"}) == 0


@pytest.mark.parametrize("said", ["OXYGEN", " oxygen ", "Ｏxygen", "oxy\u200agen gas"])
def test_short_texts_are_folded(said: str) -> None:
    question = Question(kind=Kind.TEXT, prompt="?", accepted=("Oxygen", "oxy gen  GAS"))
    assert scoring.score(question, {"text": said}) == 1
    assert scoring.score(question, {"text": "ozone"}) == 0


@pytest.mark.parametrize(
    "form",
    [
        {"choice": ["4"]},
        {"choice": ["0"]},
        {"choice": ["-1"]},
        {"choice": ["١"]},
        {"choice": ["1", "2"]},
        {"choice": ["1; drop"]},
        {"choice": ["9" * 5000]},
    ],
)
def test_a_choice_that_was_never_shown_is_refused(form: dict[str, list[str]]) -> None:
    question = Question(kind=Kind.SINGLE, prompt="?", options=("a", "b", "c"), right=(0,))
    with pytest.raises(AnswerError):
        answers.read(question, [0, 1, 2], form)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 12), st.integers(0, 40))
def test_drawing_is_a_choice_without_repetition(seed: bytes, count: int, size: int) -> None:
    ids = [f"q{number}" for number in range(size)]
    drawn = drawing.draw(seed, "section", ids, count)
    assert len(drawn) == len(set(drawn)) == min(count, size)
    assert set(drawn) <= set(ids)
    assert drawn == drawing.draw(seed, "section", reversed(ids), count)
    assert sorted(drawing.permutation(seed, "q", count)) == list(range(count))


def test_every_question_is_drawn_about_as_often() -> None:
    ids = [f"q{number}" for number in range(10)]
    seen = dict.fromkeys(ids, 0)
    for number in range(2_000):
        for one in drawing.draw(number.to_bytes(32), "s", ids, 3):
            seen[one] += 1
    assert all(500 < count < 700 for count in seen.values()), seen
