"""What views of every app do with what was looked for, and with what could not be done."""

from django.contrib import messages
from django.http import Http404, HttpRequest

from skillmark.core.errors import SkillmarkError


def there[T](thing: T | None) -> T:
    """Return what was looked for.

    Raises:
        Http404: there is no such thing.
    """
    if thing is None:
        raise Http404
    return thing


def complain(request: HttpRequest, error: SkillmarkError) -> None:
    """Say on the next page what could not be done, sentence by sentence."""
    problems: dict[str, str] = getattr(error, "problems", {})
    for words in problems.values() or [error.message]:
        messages.error(request, words)
