"""Grants: may this issuer issue what belongs to another, at the time that counts?

Whoever signs a credential chooses its date. So a right that has ended since is only good for what
others prove to be older than its end; one that still runs needs no proof of time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from skillmark.core.encoding import timestamp
from skillmark.core.rights.answer import RANK, Answer, failed, not_run, passed
from skillmark.core.rights.papers import Kind, Paper


@dataclass(frozen=True, slots=True)
class Question:
    """Who issued what of whom, and when.

    Attributes:
        issuers: every DID that means who signed the credential.
        owners: every DID that means who awards the achievement.
        achievements: the ids of the achievement that its owner signed for.
        at: now.
        created: the time that the issuer claims; proves nothing in its favour.
        proven: by others: not signed later than that; None without such proof.
    """

    issuers: frozenset[str]
    owners: frozenset[str]
    achievements: frozenset[str]
    at: datetime
    created: datetime | None
    proven: datetime | None


def judge(question: Question, papers: Iterable[Paper]) -> Answer | None:
    """Return the best answer that some grant gives, None when there is no grant of the owner."""
    grants = [
        paper
        for paper in papers
        if paper.kind is Kind.GRANT
        and paper.signer in question.owners
        and paper.about in question.issuers
    ]
    sound = sorted([paper for paper in grants if paper.sound], key=lambda paper: paper.id)
    answers = [
        _judge_one(question, list(forms))
        for _id, forms in groupby(sound, key=lambda paper: paper.id)
    ]
    if any(not paper.sound and paper.unknown for paper in grants):
        answers.append(
            not_run("right.unchecked", "The grant it rests on could not be checked just now.")
        )
    return min(answers, key=lambda answer: RANK[answer.outcome], default=None)


def _judge_one(question: Question, forms: Sequence[Paper]) -> Answer:
    """Judge one grant, of which there may be a second form with an earlier end."""
    first = forms[0]
    if not {form.achievement for form in forms} <= question.achievements:
        reason = "The issuer may issue another achievement of its owner, not this one."
        return failed("right.grant_other", reason).having(grant=first.id)
    if not all(form.dated for form in forms):
        reason = "The grant it rests on has no readable time."
        return failed("right.grant_expired", reason).having(grant=first.id)
    start = max(form.starts for form in forms if form.starts)
    end = min((form.ends for form in forms if form.ends), default=None)
    facts = {
        "grant": first.id,
        "granted_by": first.signer,
        "granted_by_name": first.signer_name,
        "granted_from": timestamp.encode(start),
        "granted_until": timestamp.encode(end) if end else None,
    }
    return _judge_time(question, forms, start, end).having(**facts)


def _judge_time(
    question: Question, forms: Sequence[Paper], start: datetime, end: datetime | None
) -> Answer:
    withdrawn = any(form.revoked for form in forms)
    if withdrawn and len({form.ends for form in forms}) == 1:
        reason = "Who awards the achievement withdrew the grant, and nothing says since when."
        return failed("right.grant_revoked", reason)
    if not withdrawn and any(form.revoked is None for form in forms):
        reason = "Whether the grant was withdrawn could not be read."
        return not_run("right.unchecked", reason)
    claimed = [moment for moment in (question.created, question.proven) if moment]
    if any(moment < start for moment in claimed):
        reason = "It was issued before the grant began."
        return failed("right.grant_not_begun", reason)
    return _judge_end(question, end=end, withdrawn=withdrawn)


def _judge_end(question: Question, *, end: datetime | None, withdrawn: bool) -> Answer:
    """Judge a grant that had begun, by its end."""
    granted = passed("right.granted", "Its owner lets the issuer issue this achievement.")
    if end is None or question.at < end:
        return granted.having(time="proven" if question.proven else "asserted")
    code = "right.grant_revoked" if withdrawn else "right.grant_expired"
    words = "was withdrawn" if withdrawn else "had ended"
    latest = question.proven or question.created
    if latest is None or latest >= end:
        return failed(code, f"It was issued after the grant {words}.")
    if question.proven is None:
        reason = "The grant has ended, and nothing proves that it was issued before."
        return not_run("right.time_unproven", reason)
    return granted.having(time="proven")
