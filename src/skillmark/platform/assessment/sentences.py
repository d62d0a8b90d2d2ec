"""Why a mark or a decision stays as it is."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("A decision belongs to an organisation."),
    gettext_noop("A decision never changes; another supersedes it."),
    gettext_noop("A finished mark never changes."),
)
