"""What the signer wants of a document before any key is opened, task by task.

Pure but for the address of this site: the document, the issuer that the key belongs to, and the
time that will stand in the proof.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from skillmark.core.badges.problem import Problem
from skillmark.core.badges.schema import clr_problems
from skillmark.core.encoding import timestamp
from skillmark.core.encoding.errors import TimestampError
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.lint import BatchLint, before_issue
from skillmark.core.proof.errors import AlreadySignedError
from skillmark.core.status import list_credential
from skillmark.platform.trust import addresses
from skillmark.platform.trust.errors import (
    NotIssuableError,
    StatusMissingError,
    WrongDateError,
    WrongIssuerError,
    WrongTypeError,
)
from skillmark.platform.trust.models import StatusPurpose
from skillmark.platform.trust.signer.orders import Task

CLOCK_TOLERANCE: Final = timedelta(hours=24)
FARTHEST_BEGIN: Final = timedelta(days=731)  # nothing is dated back; ahead, a course or two
BASE_TYPE: Final = "VerifiableCredential"
TYPES: Final[Mapping[Task, frozenset[str]]] = {
    Task.CREDENTIAL: frozenset({"OpenBadgeCredential", "AchievementCredential"}),
    Task.RECORD: frozenset({"ClrCredential"}),
    Task.STATEMENT: frozenset({"EndorsementCredential"}),
    Task.STATUS_LIST: frozenset({"BitstringStatusListCredential"}),
}


def check(
    task: Task, document: JsonObject, *, did: str, created: datetime, lint: BatchLint
) -> None:
    """Accept a document to sign.

    Args:
        task: what it is meant to be.
        document: the unsigned document.
        did: whose key will sign it.
        created: the time of the proof.
        lint: knows the documents of the same order.

    Raises:
        AlreadySignedError: it has a proof.
        WrongTypeError: it is something else.
        WrongIssuerError: its issuer is not the key's.
        WrongDateError: its validity does not begin now, or ends before it begins.
        StatusMissingError: it lacks one of our status entries.
        NotIssuableError: the lint finds a problem.
    """
    if "proof" in document:
        raise AlreadySignedError("The document is signed already.")
    _require_type(document, TYPES[task])
    _require_issuer(document, did)
    if task is Task.CREDENTIAL:
        require_dates(document, created)
        _require_status(document)
        _require_lint(document, lint)
    elif (
        task is Task.STATEMENT
    ):  # one that was withdrawn is signed anew with an end that is now
        _refuse(before_issue(document))
    elif task is Task.RECORD:
        if problems := clr_problems(document, several_statuses=True):
            first = problems[0]
            raise NotIssuableError(first.message, problem=first.code, path=first.path)
    else:
        _require_list(document)


def _require_type(document: JsonObject, types: frozenset[str]) -> None:
    named = document.get("type")
    found = (
        {item for item in named if isinstance(item, str)} if isinstance(named, list) else set()
    )
    if BASE_TYPE not in found or not found & types or not found <= types | {BASE_TYPE}:
        raise WrongTypeError(
            "This signer does not sign documents of this type.",
            types=", ".join(sorted(found))[:200],
        )


def _require_issuer(document: JsonObject, did: str) -> None:
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    if name != did:
        raise WrongIssuerError("The document names another issuer than the organisation.")


def require_dates(document: JsonObject, now: datetime) -> None:
    """Accept a document whose validity begins about now or within two years.

    Raises:
        WrongDateError: it does not, or it ends before it begins.
    """
    start = _moment(document, "validFrom")
    if start is None or not now - CLOCK_TOLERANCE <= start <= now + FARTHEST_BEGIN:
        raise WrongDateError(
            "The credential must begin to be valid when it is issued, or within two years."
        )
    end = _moment(document, "validUntil")
    if end is not None and end <= start:
        raise WrongDateError("The credential would end before it begins.")


def _moment(document: JsonObject, name: str) -> datetime | None:
    value = document.get(name)
    if value is None:
        return None
    try:
        return timestamp.decode(value if isinstance(value, str) else "")
    except TimestampError as error:
        raise WrongDateError(f"“{name}” is no date with a zone.") from error


def _require_status(document: JsonObject) -> None:
    value = document.get("credentialStatus")
    entries = value if isinstance(value, list) else [value]
    ours = addresses.absolute("/status/")
    found = {_purpose(entry) for entry in entries if _points_to(entry, ours)}
    if found != {purpose.value for purpose in StatusPurpose}:
        raise StatusMissingError("The credential needs an entry in each of our status lists.")


def _points_to(entry: JsonValue, beginning: str) -> bool:
    if not isinstance(entry, Mapping):
        return False
    url = entry.get("statusListCredential")
    return isinstance(url, str) and url.startswith(beginning)


def _purpose(entry: JsonValue) -> str:
    return str(entry.get("statusPurpose")) if isinstance(entry, dict) else ""


def _require_lint(document: JsonObject, lint: BatchLint) -> None:
    _refuse(lint.problems(document))


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        first = problems[0]
        raise NotIssuableError(
            f"The credential would not be correct: {first.message}",
            problem=first.code,
            path=first.path,
            problems=len(problems),
        )


def _require_list(document: JsonObject) -> None:
    """Read it as a verifier will; its address must be one of ours."""
    try:
        found = list_credential.parse(document)
    except SkillmarkError as error:
        raise NotIssuableError(
            f"The status list would not be correct: {error.message}", problem=error.code
        ) from error
    if not found.id.startswith(addresses.absolute("/status/")):
        raise NotIssuableError("The status list stands at no address of ours.", path="/id")
    if not found.purposes <= set(StatusPurpose.values):
        raise NotIssuableError("The status list has a purpose that we do not use.")
