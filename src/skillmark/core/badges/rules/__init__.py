"""What Open Badges 3.0 says in words and its JSON Schemas cannot check.

``problems`` collects every reason. Each module holds the rules of one part of the data model;
each rule is a function from a `Node` to its problems. § refers to Open Badges 3.0, appendix B.
"""

from collections.abc import Iterator
from itertools import chain

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules import (
    achievement,
    credential,
    naming,
    parts,
    profile,
    result,
    subject,
)
from skillmark.core.jsonio import JsonObject

__all__ = ["problems", "profile_problems", "result_value_reason"]


def result_value_reason(description: JsonObject, value: str) -> str:
    """Return why a ResultDescription object takes no such value, in a sentence, or ""."""
    return result.value_reason(Node(description, ""), value)


def problems(document: JsonObject) -> tuple[Problem, ...]:
    """Return what is wrong with an OpenBadgeCredential or EndorsementCredential in meaning.

    Parts of the wrong shape are passed over: hold the document against `schema` as well.
    """
    root = Node(document, "")
    if _is_sound(root):
        return ()
    nodes = root.descendants()
    found = [*credential.problems(root), *parts.anywhere(nodes), *naming.ambiguous(nodes)]
    for node in root.children("credentialSubject"):
        found += _subject(node)
    return tuple(dict.fromkeys(found))


def profile_problems(document: JsonObject) -> tuple[Problem, ...]:
    """Return what is wrong with a Profile in meaning."""
    root = Node(document, "")
    nodes = root.descendants()
    found = [*profile.problems(root), *parts.anywhere(nodes), *naming.ambiguous(nodes)]
    return tuple(dict.fromkeys(found))


def _subject(node: Node) -> Iterator[Problem]:
    yield from subject.problems(node)
    definition = node.child("achievement")
    if definition is not None:
        yield from achievement.problems(definition)
        yield from result.problems(node, definition)


def _is_sound(root: Node) -> bool:
    """Say whether the whole look would find nothing, with known parts taken as known.

    No is no answer: the whole look then says what there is, if anything.
    """
    issuer, holder = root.child("issuer"), root.child("credentialSubject")
    definition = holder.child("achievement") if holder is not None else None
    if issuer is None or holder is None or definition is None:
        return False
    issuer_names = parts.issuers.names(issuer)
    names = parts.achievements.names(definition)
    if issuer_names is None or names is None:
        return False
    nodes = root.descendants(but=(issuer, definition))
    found = chain(
        credential.problems(root),
        parts.anywhere(nodes),
        subject.problems(holder),
        result.problems(holder, definition),
    )
    named = chain(naming.things(nodes), issuer_names, names)
    return next(found, None) is None and naming.is_plain(named)
