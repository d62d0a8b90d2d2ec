"""What views of every app do with what was looked for, and with what could not be done."""

from collections.abc import Mapping

from django import forms
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


def blame(
    form: forms.BaseForm, error: SkillmarkError, places: Mapping[str, str] | None = None
) -> None:
    """Say beside the fields of a form what could not be done, or above all of them.

    Args:
        form: that was sent.
        error: with the ``problems`` of some fields, with the fact ``field``, or with neither.
        places: the form's field where a value of the error has another name there.
    """
    told: dict[str, str] = getattr(error, "problems", {})
    for value, words in (told or {str(error.facts.get("field", "")): error.message}).items():
        field = (places or {}).get(value, value)
        form.add_error(field if field in form.fields else None, words)
