"""Rules of the subject: who it is, when it was, how much was earned (§B.1 AchievementSubject)."""

from collections.abc import Iterator

from skillmark.core.badges.identity import is_hash, is_weak_hash
from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem


def problems(node: Node) -> Iterator[Problem]:
    """Yield the problems of the subject, its results aside."""
    identities = node.children("identifier")
    if node.text("id") is None and not identities:
        message = (
            "The credential does not say whom it is about: neither an id nor an identifier."
        )
        yield node.problem("subject_unnamed", "", message)
    for identity in identities:
        yield from _identity(identity)
    yield from _activity(node)
    yield from _credits(node)


def _identity(node: Node) -> Iterator[Problem]:
    """The flag ``hashed`` and the form of the value agree (§B.1 IdentityObject)."""
    value, hashed = node.text("identityHash"), node.value.get("hashed")
    if value is None or not isinstance(hashed, bool):
        return
    if hashed and is_weak_hash(value):
        message = "The identity is hashed with MD5, which no longer protects it. Use SHA-256."
        yield node.problem("identity_weak", "identityHash", message)
    elif hashed and not is_hash(value):
        message = "A hashed identity reads “sha256$” and 64 hexadecimal letters."
        yield node.problem("identity_hash", "identityHash", message)
    elif not hashed and (is_hash(value) or is_weak_hash(value)):
        message = "The identity is a hash but is marked as plain."
        yield node.problem("identity_flag", "hashed", message)


def _activity(node: Node) -> Iterator[Problem]:
    start, end = node.moment("activityStartDate"), node.moment("activityEndDate")
    if start is not None and end is not None and end < start:
        message = "The activity ended before it started."
        yield node.problem("activity_order", "activityEndDate", message)


def _credits(node: Node) -> Iterator[Problem]:
    earned, achievement = node.number("creditsEarned"), node.child("achievement")
    if earned is None:
        return
    if earned < 0:
        message = "Nobody earns less than no credits."
        yield node.problem("credits_negative", "creditsEarned", message)
    available = achievement.number("creditsAvailable") if achievement is not None else None
    if available is not None and earned > available:
        message = f"{earned:g} credits were earned, but only {available:g} can be."
        yield node.problem("credits_exceeded", "creditsEarned", message)
