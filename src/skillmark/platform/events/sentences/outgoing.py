"""Why a message did not go out."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # The mail server.
    gettext_noop("The mail server says to try later: %(words)s"),
    gettext_noop("The mail server closed the connection: %(words)s"),
    gettext_noop("The mail server refused: %(words)s"),
    gettext_noop("The mail server says: %(words)s"),
    gettext_noop("The mail server refuses us: %(words)s"),
    gettext_noop("The mail server does not answer."),
    gettext_noop("The mail server hung up in the midst of this mail."),
    gettext_noop("The mail server stopped answering."),
    gettext_noop("This address or subject cannot be sent."),
    gettext_noop("Mail with attachments cannot be sent."),
    gettext_noop("No channel carries this kind of message."),
)
