"""What Open Badges says in words rather than in schemas, and whether there is a holder."""

from skillmark.core.badges import rules
from skillmark.core.jsonio import JsonObject
from skillmark.core.vc import Credential
from skillmark.core.verify.fields import objects
from skillmark.core.verify.report import Check, failed, passed, warned
from skillmark.core.verify.schemas import is_badge


def check_badge(document: JsonObject, credential: Credential) -> Check:
    """Check the rules of Open Badges 3.0; another kind of credential has none to break."""
    if not is_badge(credential):
        reason = "It is no Open Badge, so the rules of Open Badges say nothing about it."
        return passed("badge", "badge.other_kind", reason)
    problems = rules.problems(document)
    if problems:
        return failed(
            "badge",
            problems[0].code,
            f"It breaks a rule of Open Badges. {problems[0].message}",
            path=problems[0].path,
            problems=len(problems),
        )
    return passed("badge", "badge.rules_followed", "It keeps the rules of Open Badges.")


def check_subject(credential: Credential) -> Check:
    """Say whether the credential names a holder; without one it proves nothing of a person."""
    named = all(
        subject.get("id") or objects(subject.get("identifier"))
        for subject in credential.subjects
    )
    if named:
        return passed("subject", "subject.named", "It names its holder.")
    return warned(
        "subject",
        "subject.unnamed",
        "It names no holder that could be checked: anybody could show it as their own.",
    )
