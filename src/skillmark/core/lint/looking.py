"""The full look at one document before it is signed."""

from datetime import datetime

from skillmark.core import canon, jsonio
from skillmark.core.badges import rules, schema
from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.canon import Canonicalizer
from skillmark.core.canon.errors import CanonError
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonError, JsonObject
from skillmark.core.lint import house
from skillmark.core.lint.errors import LintError
from skillmark.core.vc import VcError, Version, parse_credential


def before_issue(
    document: JsonObject,
    *,
    at: datetime | None = None,
    canonicalize: Canonicalizer = canon.canonicalize,
) -> tuple[Problem, ...]:
    """Return every reason not to issue the document; nothing when it may be signed.

    Several ``credentialStatus`` entries are taken (VCDM 2.0 §4.10), though the schemas of Open
    Badges 3.0 know only one.

    Args:
        document: an unsigned OpenBadgeCredential.
        at: now; without it the dates are only compared with each other.
        canonicalize: best the `canon.compiled.ShapeCache` that will sign it.
    """
    try:
        jsonio.load_object(jsonio.dumps(document))
    except JsonError as error:
        return (from_error(error),)
    found = [
        *_model(document),
        *schema.problems(document, several_statuses=True),
        *rules.problems(document),
        *house.problems(Node(document, ""), at),
    ]
    try:
        canonicalize(document)
    except CanonError as error:
        found.append(from_error(error))
    return tuple(dict.fromkeys(found))


def require_issuable(
    document: JsonObject,
    *,
    at: datetime | None = None,
    canonicalize: Canonicalizer = canon.canonicalize,
) -> None:
    """Return when the document may be signed; arguments as in `before_issue`.

    Raises:
        LintError: it may not; its ``problems`` say why.
    """
    found = before_issue(document, at=at, canonicalize=canonicalize)
    if found:
        raise LintError(found)


def _model(document: JsonObject) -> list[Problem]:
    try:
        credential = parse_credential(document)
    except VcError as error:
        return [from_error(error)]
    if credential.version is not Version.V2_0:
        message = "New credentials follow version 2.0 of the data model."
        return [Problem("lint.version", "/@context", message)]
    return []


def from_error(error: SkillmarkError) -> Problem:
    """Return an error of another part as a problem of the whole document."""
    named = ", ".join(f"{name} {value}" for name, value in error.facts.items())
    return Problem(error.code, "", f"{error.message} ({named})" if named else error.message)
