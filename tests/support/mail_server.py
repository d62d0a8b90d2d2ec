"""A mail server whose moods a test chooses: refusing, busy, slow, hanging up, or not there."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from skillmark.platform.settings.config import Config
from skillmark.platform.settings.mail import delivery_mailer

HANG_S = 30.0  # longer than any test waits


@dataclass
class Post:
    """What the server answers, and the mails it took.

    Attributes:
        greeting: to whoever connects.
        sender: to ``MAIL FROM``.
        recipient: to ``RCPT TO``.
        content: after the mail.
        bad: addresses for which `bad_answer` is given instead of `recipient`.
        cuts: addresses at whose mail the connection is cut in the midst of it.
        hangs: whether it says nothing at all after the mail.
        forgets: whether it hangs up after it took the mail, without a word.
        sessions: how often somebody connected.
    """

    greeting: str = ""
    sender: str = "250 OK"
    recipient: str = "250 OK"
    content: str = "250 OK"
    bad: frozenset[str] = frozenset()
    bad_answer: str = "550 5.1.1 No such user"
    cuts: frozenset[str] = frozenset()
    hangs: bool = False
    forgets: bool = False
    sessions: int = 0
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802 - the server's name for it
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return [self.greeting] if self.greeting else responses

    async def handle_HELO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str
    ) -> str:
        session.host_name = hostname
        return self.greeting or "250 OK"

    async def handle_MAIL(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: object,
    ) -> str:
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: object,
    ) -> str:
        if address in self.cuts:
            assert server.transport is not None
            server.transport.abort()
            return "421 Cut"
        answer = self.bad_answer if address in self.bad else self.recipient
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        if self.hangs:
            await asyncio.sleep(HANG_S)
        if self.content.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.forgets:
            assert server.transport is not None
            server.transport.close()
        return self.content

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.taken]


class MailServer:
    """A server on one port of this machine, started and stopped at will."""

    def __init__(self, *, timeout_s: float = 10) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.box = Post()
        self._timeout_s = timeout_s
        self._running: list[Controller] = []

    def start(self) -> None:
        controller = Controller(self.box, hostname="127.0.0.1", port=self.port)
        controller.start()
        self._running.append(controller)

    def stop(self) -> None:
        while self._running:
            self._running.pop().stop()

    def mailer(self) -> dict[str, object]:
        """Return the entry of ``MAILERS`` that delivers here."""
        made = delivery_mailer(Config(email_url=f"smtp://127.0.0.1:{self.port}"))
        return {**made, "OPTIONS": {**made["OPTIONS"], "timeout": self._timeout_s}}


@contextmanager
def serving(*, timeout_s: float = 10) -> Iterator[MailServer]:
    """Run a mail server for the length of a test."""
    server = MailServer(timeout_s=timeout_s)
    server.start()
    try:
        yield server
    finally:
        server.stop()
