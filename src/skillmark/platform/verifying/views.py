"""The public verify page: a file, a pasted text, an answer.

No cookie is read or set. The page has no CSRF token on purpose: sending a file changes nothing,
keeps nothing and depends on no session, so a request forged by another site could only show the
visitor the result of a check of the attacker's own file. A token would need a cookie, and then
everybody who checks a credential would be recognisable.
"""

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from skillmark.core.stack import BundleError
from skillmark.platform.ui.saying import said
from skillmark.platform.verifying import checking, stacking
from skillmark.platform.verifying.answer import answer_of
from skillmark.platform.verifying.errors import NothingGivenError, UploadTooLargeError

FORM_ROOM: Final = 65_536  # bytes of a form beside the file
_TOO_LARGE: Final = 413
_INCOMPLETE: Final = 422


@csrf_exempt  # see the module's words
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a credential, or say what came of checking the one sent."""
    if request.method != "POST":
        return _page(request, {})
    try:
        data = sent(request)
        if stacking.is_bundle(data):
            return _stack(request, data)
        done = checking.check(
            data, at=timezone.now(), recipient=request.POST.get("recipient", "")
        )
    except (UploadTooLargeError, RequestDataTooBig):
        words = _(
            "That is larger than 5 MiB, and no credential is. Choose the credential file itself."
        )
        return _page(request, {"problem": words}, status=_TOO_LARGE)
    except NothingGivenError:
        words = _("Choose a file, or paste the text of a credential, then press Check.")
        return _page(request, {"problem": words}, status=_INCOMPLETE)
    return _page(request, {"answer": answer_of(done)})


def _stack(request: HttpRequest, data: bytes) -> HttpResponse:
    """Say what came of replaying a bundle."""
    recipient = request.POST.get("recipient", "")
    try:
        report = stacking.check(data, at=timezone.now(), recipient=recipient)
    except BundleError as error:
        return _page(request, {"problem": said(error.message)}, status=_INCOMPLETE)
    context = {"answer": stacking.answer_of(data, report), "recipient": recipient}
    return _page(request, context, template="verifying/stack.html")


def sent(request: HttpRequest) -> bytes:
    """Return the bytes that a form sent: its file, else its pasted text.

    Raises:
        UploadTooLargeError: more than `checking.MAX_BYTES`, known before it is read.
    """
    refuse_more_than(request, checking.MAX_BYTES + FORM_ROOM)
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile) and file.size:
        if file.size > checking.MAX_BYTES:
            raise UploadTooLargeError(
                "The file is larger than 5 MiB.", limit=checking.MAX_BYTES
            )
        return bytes(file.read())
    return request.POST.get("text", "").encode("utf-8", "surrogatepass")


def limited_body(request: HttpRequest) -> bytes:
    """Return the body of a request that is the credential itself.

    Raises:
        UploadTooLargeError: more than `checking.MAX_BYTES`, known before it is read.
    """
    refuse_more_than(request, checking.MAX_BYTES)
    return request.body


def refuse_more_than(request: HttpRequest, limit: int) -> None:
    """Raise `UploadTooLargeError` when a request announces more than `limit` bytes."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdecimal() or int(announced[:18]) > limit:
        raise UploadTooLargeError("The file is larger than 5 MiB.", limit=checking.MAX_BYTES)


def _page(
    request: HttpRequest, context: dict[str, Any], *, status: int = 200, template: str = ""
) -> HttpResponse:
    shared = {"recipient": request.POST.get("recipient", "")} if "answer" in context else {}
    usual = "verifying/result.html" if "answer" in context else "verifying/verify.html"
    response = render(request, template or usual, shared | context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response
