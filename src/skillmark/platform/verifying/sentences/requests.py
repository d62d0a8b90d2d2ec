"""Why a request to the verifier, or to the interface for programs, does not go on."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # Checking.
    gettext_noop("There is nothing to check yet."),
    gettext_noop("The file is larger than 5 MiB."),
    gettext_noop("This site has no such document."),
    gettext_noop("The document is too large."),
    # The interface for programs.
    gettext_noop("Send the body as application/json."),
    gettext_noop("A text has the character U+0000, which has no meaning."),
)
