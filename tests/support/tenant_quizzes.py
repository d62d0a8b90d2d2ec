"""A quiz, its question, a file of questions and an attempt of one tenant, for `two_tenants`."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

NAMES: Final = ("item_id", "quiz_id", "section_id", "attempt_id", "file_id")
"""Parameters of addresses that lead to these."""


def objects(organisation: "Organisation", owner: "User", marker: str) -> dict[str, str]:
    """Return ids by the names of `NAMES`; the owner has the attempt, and it is under way."""
    from skillmark.platform.quizzes import reading
    from skillmark.platform.quizzes.services import attempts, bank, importing, quizzes
    from skillmark.platform.quizzes.terms import Part, Rules

    said = {"kind": "true_false", "prompt": f"{marker}-quiz asks this", "truth": True}
    item = bank.create(organisation, reading.entry(said), actor=owner)
    quiz = quizzes.create(organisation, Rules.parse({"title": f"{marker}-quiz"}), actor=owner)
    section = quizzes.add_section(
        quiz.pk, Part(title=f"{marker}-quiz part", questions=(item.pk,)), actor=owner
    )
    quizzes.publish(quiz.pk, actor=owner)
    attempt = attempts.begin(quiz.pk, owner)
    quizzes.withdraw(quiz.pk, actor=owner)  # else everybody with its address may see it
    rows = f"kind,question,answer\ntext,{marker}-quiz in a file,yes\n".encode()
    file = importing.offer(organisation, f"{marker}-quiz.csv", rows, actor=owner)
    return {
        "item_id": str(item.pk),
        "quiz_id": str(quiz.pk),
        "section_id": str(section.pk),
        "attempt_id": str(attempt.pk),
        "file_id": str(file.pk),
    }
