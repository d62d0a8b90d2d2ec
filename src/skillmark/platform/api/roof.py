"""The API object: which routers stand where, and what every answer has in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from skillmark.platform.api import document, problems
from skillmark.platform.api.limits import PerMinute
from skillmark.platform.api.reading import NulError, StrictParser, refuse_nul
from skillmark.platform.api.reference import Reference
from skillmark.platform.assessment import api as assessment
from skillmark.platform.blockcerts import api as blockcerts
from skillmark.platform.catalog import api as catalog
from skillmark.platform.catalog.quality import api as quality_api
from skillmark.platform.issuing.api import credentials as issuing
from skillmark.platform.pathways import api as pathways
from skillmark.platform.programmes import api as programmes
from skillmark.platform.quizzes import api as quizzes
from skillmark.platform.rights import api as rights
from skillmark.platform.skills import api as skills
from skillmark.platform.transparency import api as transparency
from skillmark.platform.verifying import api as verifying

DESCRIPTION: Final = (
    "Issue, list, revoke and verify micro-credentials. Authenticate with an API key of your "
    "organisation: `Authorization: Bearer smk_…`. Every error is an RFC 9457 problem document "
    "with a stable `code`."
)
LIMIT: Final = PerMinute(600, name="api")
ROUTERS: Final = (
    catalog.router,
    quality_api.router,
    skills.router,
    rights.router,
    issuing.router,
    blockcerts.router,
    pathways.router,
    programmes.router,
    quizzes.router,
    assessment.router,
    verifying.router,
    transparency.router,
)

type View = Callable[..., HttpResponseBase]


class Roof(NinjaAPI):
    """A `NinjaAPI` whose every answer, also to a wrong method or address, is ours."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._documents: dict[str, OpenAPISchema] = {}

    @property
    def urls(self) -> Any:
        """Return the URL patterns, each guarded, and a last one for whatever else is asked."""
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _guarded(_reading_only(pattern.callback))
        return [*patterns, re_path(r"^.*$", _nowhere)], app_name, namespace

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the OpenAPI document with every error response; nobody may change it.

        It takes a second to make and is the same for everybody, so each address has it made once.
        """
        prefix = options.get("path_prefix") or self.get_root_path(
            options.get("path_params") or {}
        )
        if prefix not in self._documents:
            schema = super().get_openapi_schema(path_prefix=prefix)
            document.complete(schema, scopes=self._scopes())
            self._documents[prefix] = schema
        return self._documents[prefix]

    def _scopes(self) -> dict[str, list[str]]:
        """Return which scopes each operation asks for, by operation id."""
        found: dict[str, list[str]] = {}
        for router in self._get_bound_routers():
            for view in router.path_operations.values():
                for operation in view.operations:
                    name = operation.operation_id or self.get_openapi_operation_id(operation)
                    for auth in operation.auth_callbacks:
                        found[name] = [str(scope) for scope in getattr(auth, "scopes", ())]
        return found


def _reading_only(view: View) -> View:
    """Let the pages of Ninja's own be read only; operations know their methods."""
    return view if getattr(view, "csrf_exempt", False) else require_safe(view)


def _guarded(view: View) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            refuse_nul(dict(request.GET.lists()))
        except NulError as error:
            return problems.malformed(error)
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = response.headers["Allow"].split(", ")
            return problems.method_not_allowed(", ".join(sorted(allowed)))
        return response

    return answered


@csrf_exempt  # it changes nothing, whatever is sent
def _nowhere(_request: HttpRequest) -> HttpResponseBase:
    return problems.not_found()


def _build() -> Roof:
    built = Roof(
        title="Skillmark API",
        version="1",
        description=DESCRIPTION,
        urls_namespace="api",
        docs=Reference(),
        parser=StrictParser(),
        throttle=LIMIT,
    )
    problems.install(built)
    for router in ROUTERS:
        built.add_router("", router)
    return built


api: Final = _build()
