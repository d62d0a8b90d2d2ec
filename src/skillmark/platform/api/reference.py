"""The reference page at ``/api/v1/docs``: made on the server from the OpenAPI document.

No script, nothing from elsewhere: it passes the site's content security policy as it is.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

type Node = dict[str, Any]

_KINDS: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "array": "list",
    "null": "nothing",
}
_METHODS: Final = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter, or one member of a body or answer."""

    name: str
    kind: str
    required: bool
    words: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """One kind of body or answer."""

    status: str
    words: str
    media_type: str
    schema_name: str
    fields: tuple[Field, ...]
    example: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    anchor: str
    method: str
    path: str
    summary: str
    words: str
    scopes: str
    parameters: tuple[Field, ...]
    bodies: tuple[Body, ...]
    answers: tuple[Body, ...]
    curl: str


class Reference(DocsBase):
    """Draws the page."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Return the page."""
        document = api.get_openapi_schema(path_params=kwargs)
        reader = Reader(document, request.build_absolute_uri("/").rstrip("/"))
        context = {
            "info": document["info"],
            "groups": reader.groups(),
            "openapi_url": self.get_openapi_url(api, kwargs),
        }
        return render(request, "api/reference.html", context)


class Reader:
    """Reads an OpenAPI document into what the page shows."""

    def __init__(self, document: Node, origin: str) -> None:
        self.document = document
        self.origin = origin

    def groups(self) -> list[tuple[str, list[Operation]]]:
        """Return the operations by tag, in the order of the document."""
        grouped: dict[str, list[Operation]] = {}
        for path, item in self.document["paths"].items():
            for method in _METHODS:
                if method in item:
                    node = item[method]
                    tag = next(iter(node.get("tags", [])), "API")
                    grouped.setdefault(tag, []).append(self._operation(path, method, node))
        return list(grouped.items())

    def _operation(self, path: str, method: str, node: Node) -> Operation:
        content = node.get("requestBody", {}).get("content", {})
        return Operation(
            anchor=node["operationId"],
            method=method.upper(),
            path=path,
            summary=node.get("summary", ""),
            words=node.get("description", ""),
            scopes=", ".join(node.get("x-scopes", [])) if node.get("security") else "",
            parameters=tuple(self._parameter(one) for one in node.get("parameters", [])),
            bodies=tuple(self._body("", "", *pair) for pair in content.items()),
            answers=tuple(self._answers(node["responses"])),
            curl=self._curl(path, method, node, content),
        )

    def _parameter(self, node: Node) -> Field:
        field = self._field(node["name"], node.get("schema", {}), bool(node.get("required")))
        words = node.get("description") or field.words
        return Field(field.name, field.kind, field.required, words, node["in"])

    def _field(self, name: str, schema: Node, required: bool) -> Field:
        said = [str(schema.get("description", ""))]
        chosen = self._resolved(schema)
        parts = [self._resolved(one) for one in chosen.get("anyOf", [])] or [chosen]
        said += [limit for part in parts for limit in _limits(part)]
        if isinstance(chosen.get("default"), int) or chosen.get("default"):
            said.append(f"Usually {chosen['default']}.")
        return Field(name, self._kind(schema), required, " ".join(filter(None, said)))

    def _kind(self, schema: Node) -> str:
        """Return a type in words: ``text``, ``list of text``, ``number or nothing``."""
        chosen = self._resolved(schema)
        for several in ("anyOf", "oneOf"):
            if several in chosen:
                kinds = dict.fromkeys(self._kind(one) for one in chosen[several])
                return " or ".join(kinds)
        if "enum" in chosen:
            return f"one of {', '.join(str(value) for value in chosen['enum'])}"
        kind = str(chosen.get("type", "any"))
        if kind == "array" and chosen.get("items"):
            return f"list of {self._kind(chosen['items'])}"
        named = str(chosen.get("format") or chosen.get("title") or "")
        shown = named if kind == "object" or "format" in chosen else ""
        word = _KINDS.get(kind, kind)
        return f"{word} ({shown})" if shown else word

    def _answers(self, responses: Node) -> list[Body]:
        found = []
        for status, response in sorted(responses.items(), key=lambda pair: str(pair[0])):
            words = response.get("description", "")
            content = response.get("content") or {"": {}}
            found += [
                self._body(str(status), words, kind, one) for kind, one in content.items()
            ]
        return found

    def _body(self, status: str, words: str, media_type: str, node: Node) -> Body:
        schema = node.get("schema", {})
        name = schema.get("$ref", "").rpartition("/")[2]
        resolved = self._resolved(schema)
        required = set(resolved.get("required", []))
        fields = tuple(
            self._field(member, part, member in required)
            for member, part in resolved.get("properties", {}).items()
        )
        example = node.get("example") or resolved.get("example")
        shown = json.dumps(example, indent=2, ensure_ascii=False) if example else ""
        return Body(status, words, media_type, name, fields, shown)

    def _resolved(self, schema: Node) -> Node:
        """Follow references and single choices (``X or null``) to the schema itself."""
        seen = schema
        while "$ref" in seen:
            name = seen["$ref"].rpartition("/")[2]
            seen = self.document["components"]["schemas"].get(name, {})
        return seen

    def _curl(self, path: str, method: str, node: Node, content: Node) -> str:
        lines = [f"curl {self.origin}{path}"]
        if method != "get":
            lines[0] = f"curl -X {method.upper()} {self.origin}{path}"
        if node.get("security"):
            lines.append('-H "Authorization: Bearer $SKILLMARK_KEY"')
        if "application/json" in content:
            lines += ['-H "Content-Type: application/json"', "-d @body.json"]
        elif "multipart/form-data" in content:
            lines.append("-F file=@credential.png")
        return " \\\n  ".join(lines)


def _limits(schema: Node) -> list[str]:
    """Return what a schema demands of a value, in words."""
    words = {
        "minLength": "At least {} characters.",
        "maxLength": "At most {} characters.",
        "minItems": "At least {}.",
        "maxItems": "At most {}.",
        "minimum": "{} or more.",
        "maximum": "{} or less.",
    }
    return [said.format(schema[name]) for name, said in words.items() if name in schema]
