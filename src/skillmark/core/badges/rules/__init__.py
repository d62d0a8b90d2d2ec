"""What Open Badges 3.0 says in words and its JSON Schemas cannot check.

``problems`` collects every reason. Each module holds the rules of one part of the data model;
each rule is a function from a `Node` to its problems. § refers to Open Badges 3.0, appendix B.
"""

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules import (
    achievement,
    credential,
    endorsement,
    images,
    naming,
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
    found = [*credential.problems(root), *_anywhere(root.descendants())]
    for node in root.children("credentialSubject"):
        found += _subject(node)
    return tuple(dict.fromkeys(found))


def profile_problems(document: JsonObject) -> tuple[Problem, ...]:
    """Return what is wrong with a Profile in meaning."""
    root = Node(document, "")
    return tuple(dict.fromkeys([*profile.problems(root), *_anywhere(root.descendants())]))


def _anywhere(nodes: list[Node]) -> list[Problem]:
    found = [*naming.problems(nodes), *images.problems(nodes), *endorsement.problems(nodes)]
    for node in nodes:
        types = node.types()
        if "Profile" in types:
            found += profile.problems(node)
        elif "Alignment" in types:
            found += achievement.alignment(node)
    return found


def _subject(node: Node) -> list[Problem]:
    found = [*subject.problems(node)]
    definition = node.child("achievement")
    if definition is not None:
        found += achievement.problems(definition)
        found += result.problems(node, definition)
    return found
