"""The OpenAPI document: what Ninja derives, with every error response written in.

Which errors an operation can answer follows from what it has: a key, a path parameter, a body.
"""

from collections.abc import Mapping
from typing import Any, Final

from skillmark.platform.api import problems

type Node = dict[str, Any]

PROBLEM_SCHEMA: Final[Node] = {
    "title": "Problem",
    "description": "RFC 9457 problem details. `code` never changes between releases.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "description": "urn:skillmark:problem:<code>"},
        "title": {"type": "string", "description": "What happened, for a person."},
        "status": {"type": "integer", "description": "The HTTP status again."},
        "detail": {"type": "string", "description": "What happened this time."},
        "code": {"type": "string", "description": "For programs: stable and dotted."},
        "next_step": {"type": "string", "description": "What to do now."},
        "facts": {"type": "object", "description": "The values that the detail speaks of."},
        "errors": {
            "type": "array",
            "description": "Every value that cannot be taken.",
            "items": {
                "type": "object",
                "required": ["where", "message"],
                "properties": {
                    "where": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
_WORDS: Final = {
    400: "The request is malformed",
    401: "There is no valid API key",
    403: "The API key lacks the scope",
    404: "There is no such object",
    405: "The address does not know that method",
    409: "The state of the object does not allow it",
    413: "The body is too large",
    415: "The body is of a kind that is not read here",
    422: "Some values cannot be taken",
    429: "Too many requests; see the header Retry-After",
    502: "Another server did not answer as it should",
    503: "Signing is not possible at the moment",
}


def complete(document: Node, *, scopes: Mapping[str, list[str]]) -> Node:
    """Write error responses and scopes into an OpenAPI document and return it.

    Args:
        document: as Ninja derives it.
        scopes: operation id → the scopes that its key must have.
    """
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = PROBLEM_SCHEMA
    for item in document["paths"].values():
        for method, operation in item.items():
            if wanted := scopes.get(operation["operationId"]):
                operation["x-scopes"] = wanted
            responses = operation["responses"]
            for status in _errors_of(method, operation):
                responses.setdefault(status, _response(status))
    return document


def _errors_of(method: str, operation: Node) -> list[int]:
    statuses = {400, 429}
    if operation.get("security"):
        statuses |= {401, 403}
        statuses |= set() if method == "get" else {409, 503}
    if operation.get("parameters"):
        statuses.add(422)
    if any(parameter["in"] == "path" for parameter in operation.get("parameters", [])):
        statuses.add(404)
    if operation.get("requestBody"):
        statuses |= {413, 415, 422}
        if operation.get("security"):
            statuses.add(404)  # a body can name what is not there
    return sorted(statuses)


def _response(status: int) -> Node:
    response: Node = {
        "description": _WORDS[status],
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 429:  # noqa: PLR2004
        response["headers"] = {
            "Retry-After": {
                "description": "Seconds to wait.",
                "schema": {"type": "integer", "minimum": 1},
            }
        }
    return response
