"""The account app's fields, in our words: "E-mail", sentence case, no placeholder for a label."""

from typing import Final

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

_LABELS: Final = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "remember": _("Keep me signed in"),
    "oldpassword": _("Current password"),
}
_AGAIN: Final = {"password1": _("New password"), "password2": _("New password, again")}


def reworded(bound: BoundField) -> BoundField:
    """Return the field; one of the account app has our label, and no placeholder."""
    form = bound.form
    if type(form).__module__.startswith("allauth."):
        labels = _LABELS | (_AGAIN if "password2" in form.fields else {})
        bound.label = labels.get(bound.name, bound.label)
        bound.field.widget.attrs.pop("placeholder", None)
    return bound
