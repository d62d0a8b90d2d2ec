"""Why issuing, changing and claiming do not go on."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # Services.
    gettext_noop("The credential would already have ended on %(day)s."),
    gettext_noop("This person has this credential already."),
    gettext_noop("Publish the achievement before you issue it."),
    gettext_noop("This batch was started already."),
    gettext_noop("There is no row to issue in this file."),
    gettext_noop("A batch that was started stays."),
    gettext_noop("This batch cannot be checked again."),
    gettext_noop("This batch is not running."),
    gettext_noop("This link does not lead to a credential any more."),
    gettext_noop("This link was used by another account."),
    gettext_noop("An Idempotency-Key has 1 to %(limit)d printable ASCII characters."),
    gettext_noop("This Idempotency-Key was used for another request."),
    gettext_noop("Say why: the holder and everyone who checks will read it."),
    gettext_noop("This time zone is not known."),
    gettext_noop("There is no %(time)s on that day in %(zone)s: the clocks are set forward."),
    gettext_noop("Choose an hour later."),
    gettext_noop("This time is over."),
    gettext_noop("Choose one that lies ahead."),
    gettext_noop("This lies more than a year ahead."),
    gettext_noop("Choose an earlier day."),
    gettext_noop("This batch does not wait for a time."),
    # The interface for programs.
    gettext_noop("This cursor was not given by a page of this list."),
    gettext_noop("There is no such achievement."),
    gettext_noop("Send a form with a file, or JSON with rows."),
    gettext_noop("The form has no file."),
    gettext_noop("The file is too large."),
    gettext_noop("Split it."),
    gettext_noop("This is no domain."),
    gettext_noop("This is no e-mail address."),
    # A renewal.
)
