"""Why a change of an achievement does not go on."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # Services.
    gettext_noop("This version is in review; its content cannot change now."),
    gettext_noop("This version is published; its content can no longer change."),
    gettext_noop("There is no draft to review."),
    gettext_noop("This achievement is archived."),
    gettext_noop("Bring it back to change it."),
    gettext_noop("It is in review."),
    gettext_noop("Withdraw the review to change it."),
    gettext_noop("There is no draft to publish."),
    gettext_noop("A second person publishes here: ask for a review."),
    # The request for a review.
    gettext_noop("Publish version %(number)d of “%(name)s”"),
)
