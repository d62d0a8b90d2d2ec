"""Hold a document against the JSON Schemas of Open Badges 3.0, both kinds of them.

1EdTech publishes a schema that takes a single value where a list is meant, and builds another
from its model that takes only the list; an issuer should satisfy both. What the schemas miss is
`rules`' work. Documents of VC 1.1 are not meant here.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

import jsonschema_rs

from skillmark.core.badges.problem import Problem, pointer
from skillmark.core.jsonio import JsonObject

type Kind = Literal[
    "achievementcredential", "clrcredential", "endorsementcredential", "profile"
]

_SCHEMAS: Final = resources.files(__name__.rpartition(".")[0]).joinpath("schemas")
_EDITIONS: Final = ("build", "published")  # the first names its places more exactly
MAX_PROBLEMS: Final = 200  # more help nobody, and a hostile document has thousands
_SHOWN_CHARACTERS: Final = 60  # of a wrong value
_TYPES: Final = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "empty",
}
_FORMS: Final = {
    "@context": "the address of an Open Badges 3.0 context",
    "endorsementJwt": "a compact JWS",
    "inLanguage": "a language tag such as en or pt-BR",
}
_FORMATS: Final = {
    "date-time": "a date and time with its zone, such as 2026-03-31T09:00:00Z",
    "date": "a date, such as 2026-03-31",
}


def problems(document: JsonObject, *, several_statuses: bool = False) -> tuple[Problem, ...]:
    """Return what both schemas of the document's type have against it.

    Args:
        document: an OpenBadgeCredential, EndorsementCredential or Profile.
        several_statuses: take a list as ``credentialStatus``, each entry held against the
            schema. VCDM 2.0 §4.10 allows it, Open Badges 3.0 only from 3.1 on.
    """
    return _against(_kind(document), document, several_statuses=several_statuses)


def published_problems(
    document: JsonObject, *, several_statuses: bool = False
) -> tuple[Problem, ...]:
    """Return what the published schema alone has against a document, for readers of others' work.

    Args:
        document: as in `problems`.
        several_statuses: as in `problems`.
    """
    kind = _kind(document)
    return _against(kind, document, several_statuses=several_statuses, editions=("published",))


def clr_problems(
    document: JsonObject, *, several_statuses: bool = False
) -> tuple[Problem, ...]:
    """Return what the published schema of CLR 2.0 has against a ClrCredential.

    Args:
        document: the credential; those it wraps are looked at as far as that schema goes.
        several_statuses: as in `problems`.
    """
    editions = ("published",)
    return _against(
        "clrcredential", document, several_statuses=several_statuses, editions=editions
    )


def profile_problems(profile: JsonObject) -> tuple[Problem, ...]:
    """Return what both schemas of Profile have against an object, whatever its type says."""
    return _against("profile", profile, several_statuses=False)


def _kind(document: JsonObject) -> Kind:
    written = document.get("type")
    types = written if isinstance(written, list) else [written]
    if "EndorsementCredential" in types:
        return "endorsementcredential"
    if "Profile" in types and "VerifiableCredential" not in types:
        return "profile"
    return "achievementcredential"


def _against(
    kind: Kind,
    document: JsonObject,
    *,
    several_statuses: bool,
    editions: tuple[str, ...] = _EDITIONS,
) -> tuple[Problem, ...]:
    found: list[Problem] = []
    for edition in editions:
        validator, schema = _validator(edition, kind, several_statuses=several_statuses)
        if validator.is_valid(document):
            continue
        known = _places(found)
        for error in validator.iter_errors(document):
            for leaf in _leaves(error):
                problem = _problem(leaf, schema)
                if problem.path not in known:  # else the same is said there, or inside
                    found.append(problem)
                if len(found) >= MAX_PROBLEMS:
                    return tuple(dict.fromkeys(found))
    return tuple(dict.fromkeys(found))


def _places(found: Sequence[Problem]) -> frozenset[str]:
    """Return the path of every problem, and every path it lies inside of."""
    places: set[str] = set()
    for problem in found:
        path = problem.path
        while path not in places:
            places.add(path)
            if not path:
                break
            path = path.rpartition("/")[0]
    return frozenset(places)


@cache
def _validator(
    edition: str, kind: Kind, *, several_statuses: bool
) -> tuple[jsonschema_rs.Draft201909Validator, dict[str, Any]]:
    """Return the compiled schema and its source."""
    schema = json.loads(_SCHEMAS.joinpath(f"{edition}_{kind}.json").read_bytes())
    for place in (schema, *schema.get("$defs", {}).values()):  # those it encloses as well
        one = place.get("properties", {}).get("credentialStatus")
        if several_statuses and one is not None:
            several = {"type": "array", "minItems": 1, "items": one}
            place["properties"]["credentialStatus"] = {"oneOf": [one, several]}
    validator = jsonschema_rs.Draft201909Validator(schema, validate_formats=True, offline=True)
    return validator, schema


def _leaves(error: jsonschema_rs.ValidationError) -> Iterator[jsonschema_rs.ValidationError]:
    """Yield the errors that say most: those of the alternative that was meant.

    Where exactly one alternative has the value's JSON type, that one was meant.
    """
    context: list[list[jsonschema_rs.ValidationError]] = getattr(error.kind, "context", [])
    here = list(error.instance_path)
    meant = [
        branch
        for branch in context
        if not any(leaf.kind.name == "type" and leaf.instance_path == here for leaf in branch)
    ]
    if len(meant) != 1 or not meant[0]:
        yield error
        return
    for leaf in meant[0]:
        yield from _leaves(leaf)


def _problem(error: jsonschema_rs.ValidationError, schema: dict[str, Any]) -> Problem:
    code, message = _words(error, schema)
    return Problem(f"schema.{code}", pointer(error.instance_path), message)


def _words(error: jsonschema_rs.ValidationError, schema: dict[str, Any]) -> tuple[str, str]:
    """Return the last part of the code and the sentence."""
    facts = error.kind.as_dict()
    shown = json.dumps(error.instance, ensure_ascii=False)[:_SHOWN_CHARACTERS]
    name = next((step for step in reversed(error.instance_path) if isinstance(step, str)), "")
    match error.kind.name:
        case "required":
            code, message = "required", f"“{facts['property']}” is missing."
        case "type":
            wanted = " or ".join(_TYPES[kind] for kind in facts["types"])
            code, message = "type", f"“{name}” must be {wanted}."
        case "enum":
            options = ", ".join(f"“{option}”" for option in facts["options"])
            code, message = "enum", f"{shown} is not one of {options}."
        case "contains":
            wanted = " or ".join(f"“{term}”" for term in _at(schema, error.schema_path)["enum"])
            code, message = "contains", f"“{name}” must name {wanted}."
        case "pattern":
            form = _FORMS.get(name, "in the form that the specification asks for")
            code, message = "pattern", f"{shown} is not {form}."
        case "format":
            code, message = "format", f"{shown} is not {_FORMATS[facts['format']]}."
        case "additionalProperties":
            extra = ", ".join(f"“{key}”" for key in facts["unexpected"])
            code, message = "additional", f"The specification allows no {extra} here."
        case "minItems":
            code, message = "items", f"“{name}” needs at least {facts['limit']} entries."
        case _:
            message = f"{shown} has none of the forms that the specification allows here."
            code = "form"
    return code, message


def _at(schema: Any, steps: list[str | int]) -> Any:
    for step in steps:
        schema = schema[step]
    return schema
