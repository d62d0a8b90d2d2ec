"""The JSON Schemas a credential answers to: those of Open Badges, and those it names itself.

The published schemas of Open Badges are in the package. Another one is asked for, and used
without following what it refers to.
"""

import re
from typing import Final

import jsonschema_rs

from skillmark.core import jsonio
from skillmark.core.badges import schema
from skillmark.core.badges.clr import CLR_SCHEMA
from skillmark.core.badges.vocabulary import SCHEMA_BASE
from skillmark.core.jsonio import JsonObject
from skillmark.core.vc import Credential, Version
from skillmark.core.verify import schema_work
from skillmark.core.verify.documents import Documents
from skillmark.core.verify.evidence import MAX_SCHEMA, Need, NeedKind, Unavailable
from skillmark.core.verify.fields import text
from skillmark.core.verify.report import Check, failed, not_run, passed, warned

MAX_SCHEMAS: Final = 4

_BADGE_TYPES: Final = frozenset(
    {"OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"}
)
_SCHEMA_TYPES: Final = frozenset({"1EdTechJsonSchemaValidator2019", "JsonSchema"})
_LISTS_ONLY: Final = "must be a list."  # said by the stricter edition alone
_LINEAR: Final = jsonschema_rs.RegexOptions()  # patterns that could search for ever are refused
_BUNDLED: Final = re.compile(re.escape(SCHEMA_BASE) + r"ob_v3p0_[a-z]+_schema\.json")


def is_badge(credential: Credential) -> bool:
    """Tell whether a credential calls itself one of Open Badges 3.0."""
    return not _BADGE_TYPES.isdisjoint(credential.types)


def _is_record(credential: Credential) -> bool:
    """Tell whether a credential is a transcript of CLR 2.0."""
    return "ClrCredential" in credential.types and credential.version is Version.V2_0


def schema_needs(credential: Credential) -> tuple[Need, ...]:
    """Return the schemas that are not in the package."""
    urls = (text(entry.get("id")) or "" for entry in _foreign(credential))
    return tuple(Need(url, NeedKind.SCHEMA, url, MAX_SCHEMA) for url in urls)[:MAX_SCHEMAS]


def check_schemas(
    document: JsonObject, credential: Credential, documents: Documents
) -> list[Check]:
    """Return one check for the schemas of Open Badges and one for each other schema."""
    checks = []
    if is_badge(credential):
        checks.append(_check_badge_schema(document, credential))
    elif _is_record(credential):
        checks.append(_check_record_schema(document))
    checks.extend(
        _check_unsupported(entry) for entry in credential.schemas if not _known(entry)
    )
    foreign = _foreign(credential)
    checks.extend(_check_foreign(document, entry, documents) for entry in foreign[:MAX_SCHEMAS])
    if len(foreign) > MAX_SCHEMAS:
        reason = "It names more schemas than are looked up."
        left = len(foreign) - MAX_SCHEMAS
        checks.append(not_run("schema", "schema.too_many", reason, schemas=left))
    return checks or [passed("schema", "schema.none", "It answers to no schema.")]


def _known(entry: JsonObject) -> bool:
    return text(entry.get("type")) in _SCHEMA_TYPES


def _foreign(credential: Credential) -> list[JsonObject]:
    """Return the schema entries that need a document from outside."""
    entries = [entry for entry in credential.schemas if _known(entry)]
    badge, record = is_badge(credential), _is_record(credential)
    return [
        entry
        for entry in entries
        if not (badge and _BUNDLED.fullmatch(text(entry.get("id")) or ""))
        and not (record and entry.get("id") == CLR_SCHEMA)
    ]


def _check_record_schema(document: JsonObject) -> Check:
    problems = schema.clr_problems(document, several_statuses=True)
    if problems:
        reason = f"It does not have the form of a learner's record. {problems[0].message}"
        return failed("schema", problems[0].code, reason, path=problems[0].path)
    return passed("schema", "schema.followed", "It has the form of a learner's record.")


def _check_badge_schema(document: JsonObject, credential: Credential) -> Check:
    if credential.version is Version.V1_1:
        return warned(
            "schema",
            "schema.old_data_model",
            "It is written in an older version of the data model; its form was not checked.",
        )
    if schema.published_problems(document, several_statuses=True):
        problems = schema.problems(document, several_statuses=True)
        real = [problem for problem in problems if not problem.message.endswith(_LISTS_ONLY)]
        worst = (real or list(problems))[0]
        return failed(
            "schema",
            worst.code,
            f"It does not have the form of an Open Badge. {worst.message}",
            path=worst.path,
        )
    return passed("schema", "schema.followed", "It has the form of an Open Badge.")


def _check_unsupported(entry: JsonObject) -> Check:
    reason = "It names a schema of a kind that cannot be used yet."
    return not_run("schema", "unsupported.schema", reason, schema=text(entry.get("id")))


def _check_foreign(document: JsonObject, entry: JsonObject, documents: Documents) -> Check:
    url = text(entry.get("id")) or ""
    found = documents.get(url)
    if isinstance(found, Unavailable):
        return not_run("schema", found.code, found.reason, schema=url)
    try:
        named = jsonio.load_object(found, max_bytes=MAX_SCHEMA)
        schema_work.check(named, document)
        validator = jsonschema_rs.validator_for(
            named, validate_formats=True, offline=True, pattern_options=_LINEAR
        )
        fits = validator.is_valid(document)
    except (jsonio.JsonError, jsonschema_rs.ValidationError, ValueError) as error:
        reason = "The schema it names cannot be used."
        return not_run("schema", "schema.unusable", reason, schema=url, cause=str(error)[:200])
    if not fits:
        reason = "It does not have the form that the schema it names demands."
        return failed("schema", "schema.violated", reason, schema=url)
    return passed(
        "schema", "schema.followed", "It has the form of the schema it names.", schema=url
    )
