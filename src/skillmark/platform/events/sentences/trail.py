"""What can be wrong with an exported audit trail."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # The file.
    gettext_noop("The file does not begin as skillmark-audit-1."),
    gettext_noop("The number of entries is no number."),
    gettext_noop("The first line holds something that is no text."),
    gettext_noop("Line %(line)d is not an entry as we write it."),
    gettext_noop("Line %(line)d: “%(name)s” is not of the kind it should be."),
    gettext_noop("Line %(line)d is not readable: %(words)s"),
    # The trail itself.
    gettext_noop("Entry %(n)d was changed after it was written."),
    gettext_noop("Entry %(n)d does not follow entry %(before)d: one of the two was replaced."),
    gettext_noop("Entry %(n)d is missing."),
    gettext_noop("Entry %(n)d stands in another place than where it was written."),
    gettext_noop("The trail does not end where its record says; look from entry %(n)d on."),
    gettext_noop("Entry %(n)d is not the one that the earlier export ends with."),
)
