"""What jobs and approvals are called, and what became of them; kept with each in English."""

from typing import Final

from django.utils.translation import gettext_noop

from skillmark.platform.ui.saying import Plural

SENTENCES: Final = (
    gettext_noop("Issue “%(name)s”"),
    gettext_noop("Check “%(name)s”"),
    gettext_noop("Issue “%(name)s” to one person"),
    gettext_noop("Issue “%(name)s” to %(people)d people"),
    gettext_noop("%(known)s (%(count)d)"),  # an act and how many it is for
    Plural("Revoke %(count)d credential", "Revoke %(count)d credentials"),
    Plural("Suspend %(count)d credential", "Suspend %(count)d credentials"),
    Plural(
        "Renew %(count)d credential and end the old one",
        "Renew %(count)d credentials and end the old ones",
    ),
    gettext_noop("%(rows)d rows are ready to be checked."),
    gettext_noop("%(issued)d credentials issued."),
    Plural("%(count)d credential changed.", "%(count)d credentials changed."),
    gettext_noop(
        "One person may take back %(limit)d credentials in 24 hours here, and %(spent)d are "
        "taken back already. Let a second person approve this."
    ),
)
