"""Rules of the credential itself: contexts, issuer, dates, status, evidence."""

from collections.abc import Iterator

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules.addresses import is_web
from skillmark.core.badges.vocabulary import OB_CONTEXTS


def problems(root: Node) -> Iterator[Problem]:
    """Yield the problems of the credential's own members."""
    yield from _context(root)
    yield from _issuer(root)
    yield from _dates(root)
    yield from _statuses(root)
    for entry in root.children("evidence"):
        yield from _evidence(entry)


def _context(root: Node) -> Iterator[Problem]:
    """The second context is one of those 1EdTech has published; the schema takes 3.9.9 too."""
    for address, path in root.texts("@context")[1:2]:
        if address not in OB_CONTEXTS:
            message = f"“{address}” is no published context of Open Badges 3.0."
            yield Problem("ob.context_unknown", path, message)


def _issuer(root: Node) -> Iterator[Problem]:
    """An issuer that is written out is a Profile (§B.1 ProfileRef)."""
    issuer = root.child("issuer")
    if issuer is not None and "Profile" not in issuer.types():
        message = "The issuer must have the type “Profile”."
        yield issuer.problem("issuer_not_profile", "type", message)


def _dates(root: Node) -> Iterator[Problem]:
    start, end = root.moment("validFrom"), root.moment("validUntil")
    awarded = root.moment("awardedDate")
    if start is not None and end is not None and end <= start:
        message = "The credential ends before it starts to be valid."
        yield root.problem("end_before_start", "validUntil", message)
    if awarded is not None and end is not None and awarded > end:
        message = "The credential was awarded after it ended."
        yield root.problem("awarded_after_end", "awardedDate", message)


def _statuses(root: Node) -> Iterator[Problem]:
    """Two entries for one purpose, or with one name, leave the verifier to guess."""
    seen: set[tuple[str, str]] = set()
    for entry in root.children("credentialStatus"):
        for name in ("id", "statusPurpose"):
            value = entry.text(name)
            if value is not None and (name, value) in seen:
                message = f"Two status entries have the same {name}, “{value}”."
                yield entry.problem("status_repeated", name, message)
            seen.add((name, value or ""))


def _evidence(entry: Node) -> Iterator[Problem]:
    """Evidence points to something or tells something (§B.1 Evidence)."""
    name = entry.text("id")
    if name is None and not any(
        (entry.text(told) or "").strip() for told in ("narrative", "name", "description")
    ):
        message = "The evidence has neither an address nor words."
        yield entry.problem("evidence_empty", "", message)
    if name is not None and not is_web(name) and not name.startswith(("data:", "urn:")):
        message = f"“{name}” is neither a web address nor data."
        yield entry.problem("evidence_address", "id", message)
