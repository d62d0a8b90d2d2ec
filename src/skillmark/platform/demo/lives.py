"""What happened to credentials of the demo after they were issued, as it happens to real ones."""

import dataclasses
from datetime import timedelta
from typing import Final

from skillmark.platform.demo import people
from skillmark.platform.demo.desk import Desk, recipient
from skillmark.platform.demo.people import Learner
from skillmark.platform.events import outbox
from skillmark.platform.events.models import OutboxMessage
from skillmark.platform.issuing.models import Credential, Delivery
from skillmark.platform.issuing.services import lifecycle, renewal, replacement
from skillmark.platform.mailing import reports
from skillmark.platform.mailing.reports import Outcome, Report
from skillmark.platform.sharing import services as sharing
from skillmark.platform.sharing.channels import Channel
from skillmark.platform.sharing.models import Deed

MISCONDUCT: Final = "The practical check was taken by somebody else."
APPEAL: Final = "The result is under appeal; a decision is due within 30 days."
NO_SUCH_BOX: Final = "550 5.1.1 No such mailbox here"

# As the certificate said it first → what the record says of the correction.
CORRECTED: Final = (
    (
        people.JOSE,
        dataclasses.replace(people.JOSE, name="Jose Nunes"),
        "The name was misspelt.",
    ),
    (people.GRETA, dataclasses.replace(people.GRETA, name="Greta Vogel"), "A new surname."),
    (people.PRIYA_NOW, people.PRIYA, "A new e-mail address."),
)

# Days ago, what happened, where, how often: of the first credential, then of the second …
LOOKED_AT: Final = (
    (
        (9, Deed.SHARED, Channel.PROFILE, 1),
        (9, Deed.VISITED, Channel.PROFILE, 4),
        (8, Deed.VISITED, Channel.PROFILE, 2),
        (7, Deed.SHARED, Channel.LINKEDIN, 1),
        (7, Deed.VISITED, Channel.LINKEDIN, 6),
        (2, Deed.VISITED, Channel.DIRECT, 1),
    ),
    ((6, Deed.SHARED, Channel.EMAIL, 1), (5, Deed.VISITED, Channel.EMAIL, 1)),
    ((3, Deed.VISITED, Channel.DIRECT, 3), (1, Deed.VISITED, Channel.OTHER, 2)),
)


def correct(desk: Desk, code: str, days_ago: int) -> None:
    """Issue certificates with a mistake, or to what is no longer true, and put them right."""
    for now, before, reason in CORRECTED:
        wrong = desk.give(code, before, days_ago)
        right = recipient(now, desk.day(days_ago), grade="Pass")
        replacement.replace(wrong.pk, right, actor=desk.actor, reason=reason)


def renew_twice(desk: Desk, code: str, learner: Learner) -> None:
    """Let one learner hold the third certificate of a chain: each was renewed in its time."""
    first = desk.give(code, learner, 720)
    terms = renewal.Terms(achieved_on=desk.day(340), grade="Pass")
    second = renewal.renew(first.pk, terms, actor=desk.actor).credential
    if second is not None:
        terms = renewal.Terms(achieved_on=desk.day(2), grade="Pass")
        renewal.renew(second.pk, terms, actor=desk.actor)


def take_back(desk: Desk, code: str) -> None:
    """Revoke one for misconduct and suspend one while an appeal is pending."""
    cheated = desk.give(code, people.RUTH, 60)
    lifecycle.revoke(cheated.pk, reason=MISCONDUCT, actor=desk.actor)
    disputed = desk.give(code, people.VIKTOR, 25)
    lifecycle.suspend(disputed.pk, reason=APPEAL, actor=desk.actor)


def bounce(desk: Desk, first: str, second: str, learner: Learner) -> None:
    """Let a mail come back; the next one to the same address is then not sent at all."""
    issued = desk.give(first, learner, 33)
    outbox.dispatch_all()  # only a mail that has left comes back
    delivery = Delivery.objects.get(credential=issued)
    message = OutboxMessage.objects.get(pk=delivery.outbox_id)
    report = Report(Outcome.BOUNCED, message.message_id, learner.email, words=NO_SUCH_BOX)
    reports.take([report])
    desk.give(second, learner, 26)


def look_at(desk: Desk, credentials: list[Credential]) -> None:
    """Count shares and visits of a few credentials, day by day."""
    for credential, deeds in zip(credentials, LOOKED_AT, strict=True):
        for days_ago, deed, channel, times in deeds:
            day = (desk.now - timedelta(days=days_ago)).date()
            for _time in range(times):
                sharing.count(credential, deed, channel, on=day)
