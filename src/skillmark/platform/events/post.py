"""The way of mail to its server: one connection for many mails, every answer understood.

§ refers to RFC 5321. What a server says to the recipient or the content with 5xx is final for this
mail; 4xx asks for patience; what it says to us before (greeting, login, sender) and 421 mean that
no mail can leave now.
"""

import smtplib
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any, Final

from django.core.mail import EmailMessage, mailers

from skillmark.platform.events import mail, outbox
from skillmark.platform.events.models import OutboxMessage

DELIVERY: Final = "delivery"
PERMANENT: Final = 500  # replies from here on are final, §4.2.1
CLOSING: Final = 421  # the server closes the connection, §3.8
WORDS_LENGTH: Final = 300  # characters kept of a server's words


class MailRefusedError(outbox.RefusedError):
    """The mail server refuses a recipient or a mail for good.

    Facts: ``smtp_code``, ``stage`` (``recipient`` or ``content``), ``words`` of the server.
    """

    code = "outbox.refused.mail"


class MailUnwritableError(outbox.RefusedError):
    """The mail cannot be written as a mail: an address or a header that no server would take."""

    code = "outbox.refused.unwritable"


class MailChannel:
    """Carries outbox messages away over one open connection, opened again when it breaks."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @property
    def _session(self) -> smtplib.SMTP | None:
        """The conversation with a server; the in-app mailbox has none."""
        session: smtplib.SMTP | None = getattr(self._connection, "connection", None)
        return session

    def open(self) -> None:
        """Open the connection unless it is open.

        Raises:
            ChannelDownError: the server cannot be reached or does not let us in.
        """
        try:
            if self._connection.open() and self._session is not None:
                self._session.ehlo_or_helo_if_needed()
        except smtplib.SMTPResponseException as error:
            self.drop()
            said = words(error.smtp_code, error.smtp_error)
            raise outbox.ChannelDownError(f"The mail server says: {said}") from error
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise outbox.ChannelDownError("The mail server does not answer.") from error

    def send(self, message: OutboxMessage) -> None:
        """Send one mail under the message's own Message-ID.

        Raises:
            RefusedError: the server, or one of our gates, refuses it for good.
            LaterError: the server asks to try this one later.
            CutError: the connection broke in its midst.
            ChannelDownError: there is no server to talk to.
        """
        mail.pass_gates(message)
        ready = mail.written(message)
        self.open()
        try:
            self._send(ready)
        except smtplib.SMTPServerDisconnected as error:
            self.drop()
            raise outbox.CutError(
                "The mail server hung up in the midst of this mail."
            ) from error
        except smtplib.SMTPException:
            raise
        except OSError as error:
            self.drop()
            raise outbox.CutError("The mail server stopped answering.") from error
        except (ValueError, UnicodeError) as error:
            raise MailUnwritableError("This address or subject cannot be sent.") from error

    def _send(self, ready: EmailMessage) -> None:
        try:
            self._connection.send_messages([ready])
        except smtplib.SMTPRecipientsRefused as error:
            self._raise_for(*next(iter(error.recipients.values())), "recipient", error)
        except smtplib.SMTPSenderRefused as error:
            said = words(error.smtp_code, error.smtp_error)
            self._reset()
            raise outbox.ChannelDownError(f"The mail server refuses us: {said}") from error
        except smtplib.SMTPDataError as error:
            self._raise_for(error.smtp_code, error.smtp_error, "content", error)

    def _raise_for(self, code: int, text: bytes | str, stage: str, error: Exception) -> None:
        said = words(code, text)
        if code == CLOSING:
            self.drop()
            raise outbox.CutError(f"The mail server closed the connection: {said}") from error
        self._reset()
        if code >= PERMANENT:
            raise MailRefusedError(
                f"The mail server refused: {said}", smtp_code=code, stage=stage, words=said
            ) from error
        raise outbox.LaterError(f"The mail server says to try later: {said}") from error

    def _reset(self) -> None:
        """Make sure that the next mail begins anew; a server that cannot is dropped."""
        if self._session is None:
            return
        try:
            self._session.rset()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def close(self) -> None:
        """Say goodbye."""
        with suppress(OSError, smtplib.SMTPException):
            self._connection.close()
        self.drop()

    def drop(self) -> None:
        """Forget the connection without a word: a server that hangs would hang at QUIT too."""
        for name in ("connection", "_partial_connection"):
            session = getattr(self._connection, name, None)
            if session is not None:
                with suppress(OSError):
                    session.close()
                setattr(self._connection, name, None)


def words(code: int, text: bytes | str) -> str:
    """Return a reply as one line: ``550 5.1.1 No such user``."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    line = "".join(c if c.isprintable() else " " for c in said)
    return " ".join(f"{code} {line}".split())[:WORDS_LENGTH]


def server() -> str:
    """Return which server mail is carried to, ``host:port``; empty for the in-app mailbox."""
    connection: Any = mailers[DELIVERY]
    host = getattr(connection, "host", "")
    return f"{host}:{connection.port}" if host else ""


@contextmanager
def open_channel() -> Generator[MailChannel]:
    """Open the delivery connection for a run of mails.

    Raises:
        ChannelDownError: the server cannot be reached or does not let us in.
    """
    channel = MailChannel(mailers[DELIVERY])
    channel.open()
    try:
        yield channel
    finally:
        channel.close()


outbox.register(mail.KIND, open_channel, server)
