"""Rule of endorsements: each speaks of the thing it stands in (§B.1 EndorsementCredential)."""

from collections.abc import Iterator

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem


def problems(nodes: list[Node]) -> Iterator[Problem]:
    """Yield the problems of every embedded endorsement."""
    for node in nodes:
        if "endorsement" in node.value:
            for endorsement in node.children("endorsement"):
                yield from _about(endorsement, node)


def _about(endorsement: Node, owner: Node) -> Iterator[Problem]:
    if "EndorsementCredential" not in endorsement.types():
        message = "An endorsement must have the type “EndorsementCredential”."
        yield endorsement.problem("endorsement_type", "type", message)
    subject = endorsement.child("credentialSubject")
    endorsed = subject.text("id") if subject is not None else None
    if subject is not None and endorsed is not None and endorsed not in _ids(owner):
        message = f"The endorsement speaks of “{endorsed}”, not of what it stands in."
        yield subject.problem("endorsement_other", "id", message)


def _ids(owner: Node) -> set[str | None]:
    """Return what an endorsement in this place may speak of.

    One in a credential may also be about its achievement, subject or issuer (§B.1
    AchievementCredential, ``endorsement``); one in an achievement also about its creator.
    """
    inside = [owner, *filter(None, (owner.child("issuer"), owner.child("creator")))]
    for subject in owner.children("credentialSubject"):
        inside += [subject, *filter(None, (subject.child("achievement"),))]
    return {node.text("id") for node in inside}
