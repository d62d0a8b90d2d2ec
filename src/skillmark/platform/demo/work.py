"""What lies on the desks of the demo: drafts, reviews, lists that wait, links that are open."""

import csv
import io
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import time, timedelta
from typing import Final

from skillmark.platform.catalog import keeping, reviewing
from skillmark.platform.catalog import services as catalog
from skillmark.platform.catalog.content import Content
from skillmark.platform.demo import people
from skillmark.platform.demo.desk import Desk
from skillmark.platform.demo.people import Learner, Staff
from skillmark.platform.events.models import OutboxMessage
from skillmark.platform.issuing.models import DeliveryKind, OpenClaim, OpenLink
from skillmark.platform.issuing.services import (
    batches,
    open_claims,
    open_links,
    previews,
    scheduling,
)
from skillmark.platform.mailing import letters, own_words
from skillmark.platform.mailing.wording import Words
from skillmark.platform.orgs import api_keys
from skillmark.platform.orgs.models import Scope
from skillmark.platform.orgs.services import policies

SECOND_PERSON_FROM: Final = 20  # people in one go
CODE_WORD: Final = "tide"
KEY_FILE: Final = "api_key.txt"
WORDS: Final = Words(
    subject="Well done: {achievement}",
    intro=(
        "Dear {name},\n\nWe were glad to have you on the site. Here is what you earned; it is "
        "yours for good."
    ),
    sign_off="Ines and everybody at Harbour",
)
_CONFIRM: Final = re.compile(r"/claim/open/confirm/([A-Za-z0-9_-]+)")


def own_letter(desk: Desk) -> None:
    """Say the mail about a new credential in the organisation's own words."""
    kind = letters.kind_of(DeliveryKind.ISSUED.value)
    own_words.save(desk.organisation.pk, kind, "en", WORDS, actor=desk.actor)


def next_version(desk: Desk, code: str, content: Content) -> Desk:
    """Publish the next version of an achievement; return the desk that awards it from now on."""
    achievement = desk.achievement(code)
    catalog.edit(achievement, content, actor=desk.actor)
    version = catalog.publish(achievement, actor=desk.actor)
    return replace(desk, catalogue={**desk.catalogue, code: version})


def keep_current(desk: Desk, near: str, past: str) -> None:
    """Let one achievement be due for a look soon, and one since a few days."""
    keeping.set_review_by(desk.achievement(near), desk.day(-10), actor=desk.actor)
    keeping.set_review_by(desk.achievement(past), desk.day(6), actor=desk.actor)


def ask_for_second_persons(desk: Desk) -> None:
    """Let a second person publish, and approve lists of `SECOND_PERSON_FROM` people or more."""
    policies.set_policy(
        desk.organisation,
        actor=desk.actor,
        review_definitions=True,
        approve_issuing_from=SECOND_PERSON_FROM,
    )


def put_forward(desk: Desk, content: Content, designer: Staff) -> None:
    """Let a draft wait for a second person's review."""
    actor = desk.account(designer)
    draft = catalog.create(desk.organisation, content, actor=actor)
    reviewing.ask(draft.achievement, actor=actor)


def wait_for_yes(desk: Desk, code: str, learners: Iterable[Learner], issuer: Staff) -> None:
    """Start a list that is long enough to wait for a second person."""
    actor = desk.account(issuer)
    batch = previews.preview_batch(
        desk.organisation,
        desk.catalogue[code],
        _list_of(desk, learners),
        filename="open_day_helpers.csv",
        actor=actor,
        ask=True,
    )
    batches.start_batch(batch.pk, actor=actor)


def wait_for_day(desk: Desk, code: str, learners: Iterable[Learner], issuer: Staff) -> None:
    """Start a list that is issued next week at nine."""
    actor = desk.account(issuer)
    batch = previews.preview_batch(
        desk.organisation,
        desk.catalogue[code],
        _list_of(desk, learners),
        filename="tuesday_group.csv",
        actor=actor,
        ask=True,
    )
    zone = "Europe/Dublin"
    at = scheduling.moment_of(desk.day(-7), time(9), zone)
    batches.start_batch(batch.pk, actor=actor, issue_at=at, time_zone=zone)


def open_link(desk: Desk, code: str) -> None:
    """Open a claim link where some have asked: one has it, two wait for a yes, one is silent."""
    terms = open_links.Terms(
        name="Evening webinar",
        capacity=40,
        opens_at=desk.now - timedelta(days=2),
        closes_at=desk.now + timedelta(days=12),
        time_zone="Europe/Madrid",
        code_word=CODE_WORD,
        needs_approval=True,
        achieved_on=desk.day(2),
    )
    version = desk.catalogue[code]
    link = open_links.create_link(desk.organisation, version, terms, actor=desk.actor)
    for learner in people.WEBINAR:
        open_claims.ask(link, name=learner.name, email=learner.email, code_word=CODE_WORD)
    proven = [_prove(link, learner) for learner in people.WEBINAR[:-1]]
    open_claims.allow(proven[0].pk, actor=desk.actor)


def api_key(desk: Desk) -> None:
    """Make a key for programs; its text is kept for whoever runs the demo, and nowhere else."""
    made = api_keys.create_api_key(
        desk.organisation,
        name="Course calendar",
        scopes=(Scope.ACHIEVEMENTS_READ, Scope.CREDENTIALS_READ, Scope.CREDENTIALS_ISSUE),
        actor=desk.actor,
    )
    path = desk.files / KEY_FILE
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{made.text}\n")


def _prove(link: OpenLink, learner: Learner) -> OpenClaim:
    """Press the button of the mail that proves the learner's address."""
    mails = OutboxMessage.objects.filter(organisation_id=link.organisation_id)
    mine = (
        str(mail.payload["text"])
        for mail in mails.order_by("-created_at", "-pk")
        if mail.payload.get("recipient") == learner.email
    )
    found = next(match for text in mine if (match := _CONFIRM.search(text)))
    return open_claims.confirm(found[1]).claim


def _list_of(desk: Desk, learners: Iterable[Learner]) -> bytes:
    """Return a list as an office sends it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("name", "email", "achieved_on"))
    for learner in learners:
        writer.writerow((learner.name, learner.email, desk.day(3).isoformat()))
    return text.getvalue().encode()
