"""The last mail: it says that it is done, and no copy of it is kept."""

from typing import Final

from django.conf import settings
from django.utils import timezone

from skillmark.platform.erasure import letters
from skillmark.platform.erasure.models import Erasure
from skillmark.platform.events import mail, post
from skillmark.platform.events.models import OutboxMessage

_ONCE: Final = "erased"


def tell(erasure: Erasure) -> None:
    """Send the last mail to the account's addresses, straight to the mail server.

    The in-app mailbox of a demonstration is a store of ours, so it does not get one. An
    organisation tells its learner itself: that is a part of its answer to their request.

    Raises:
        ChannelDownError: the server cannot be reached.
        CutError: it hung up.
        LaterError: it asks for patience.
        RefusedError: it does not take the mail.
    """
    if erasure.organisation_id is not None or settings.SKILLMARK.mail_in_app:
        return
    with post.open_channel() as channel:
        for place, address in enumerate(erasure.addresses):
            channel.send(_message(erasure, address, place))


def _message(erasure: Erasure, address: str, place: int) -> OutboxMessage:
    """Return the mail as a message that is never saved; the same one when it is tried again."""
    letter = letters.done(erasure)
    payload = mail.compose(
        recipient=address,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        sender=mail.sender(settings.DEFAULT_FROM_EMAIL),
    )
    host = settings.SKILLMARK.site_host
    return OutboxMessage(
        kind=mail.KIND,
        payload=payload,
        message_id=f"<{_ONCE}.{erasure.pk}.{place}@{host}>",
        created_at=erasure.erased_at or timezone.now(),
    )
