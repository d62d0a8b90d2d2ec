"""Why a change of an organisation does not go on."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # Services.
    gettext_noop("This account does not have the role for that."),
    gettext_noop("An API key was sent in the address."),
    gettext_noop("This request names no API key."),
    gettext_noop("Choose at least one of the scopes that exist."),
    gettext_noop("This API key is not valid."),
    gettext_noop("This API key lacks the scope %(scope)s."),
    gettext_noop("The picture is larger than 2 MB."),
    gettext_noop("Choose a smaller one."),
    gettext_noop("The picture has more than 4096 pixels a side."),
    gettext_noop("This is no PNG, JPEG or WebP picture."),
)
