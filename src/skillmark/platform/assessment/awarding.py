"""What a decision does to credentials: issue, keep, or revoke; by itself, and once.

The decision writes a message into the outbox in its own transaction. Delivering it issues with the
rigor block; a crash in between delivers again and finds what was issued under the same key. What
cannot be issued now (a paused signer, say) is tried again, later and later.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.issue.recipient import Recipient
from skillmark.platform.assessment import rigor
from skillmark.platform.assessment.models import Decision, Secret, Submission
from skillmark.platform.assessment.vocabulary import Outcome
from skillmark.platform.events import outbox
from skillmark.platform.events import services as events
from skillmark.platform.events.models import OutboxMessage
from skillmark.platform.issuing import services as issuing
from skillmark.platform.issuing.making.intent import Intent
from skillmark.platform.issuing.models import Credential, CredentialState, Source
from skillmark.platform.orgs.access import organisation_scope

KIND: Final = "award.settle"
_ALIVE: Final = frozenset({CredentialState.ACTIVE, CredentialState.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Settling:
    """The way by which messages of this kind leave: nothing leaves, credentials are written."""

    def send(self, message: OutboxMessage) -> None:
        """Settle one decision.

        Raises:
            LaterError: it cannot be issued now.
        """
        organisation_id = message.organisation_id
        if organisation_id is None:
            raise outbox.RefusedError("A decision belongs to an organisation.")
        try:
            with organisation_scope(organisation_id):
                settle(UUID(message.payload["decision"]))
        except SkillmarkError as error:
            raise outbox.LaterError(f"{error.code}: {error.message}") from error


def ask(decision: Decision, *, again: str = "") -> None:
    """Let a decision be settled once the caller's transaction has committed.

    Args:
        decision: the one that counts.
        again: a text that makes another message, for a person who tries again.
    """
    events.emit(
        KIND,
        {"decision": str(decision.pk)},
        organisation_id=decision.organisation_id,
        dedupe_key=f"{KIND}:{decision.pk}:{again}",
    )


def settle(decision_id: UUID) -> Credential | None:
    """Bring credentials in line with a decision, and return the one that stands for it now.

    Raises:
        ObjectDoesNotExist: there is no such decision in this organisation.
        SkillmarkError: it cannot be issued now.
    """
    with transaction.atomic():
        decision = _held(decision_id)
        work = decision.submission
        if Decision.objects.filter(supersedes=decision).exists():
            return None  # the decision after it is settled in its stead
        if decision.credential is not None:
            return decision.credential
        earlier = _earlier(decision)
        if decision.outcome != Outcome.COMPETENT:
            _end(earlier)
            return None
        if earlier is not None and _says_the_same(decision, earlier):
            credential = earlier
        else:
            _end(earlier)
            credential = _issue(decision, work)
        decision.credential = credential
        decision.save(update_fields=["credential"])
        return credential


def source_key(decision: Decision) -> str:
    """Return the key by which a decision is issued once only."""
    text = jsonio.dumps(["assessment", str(decision.submission_id), decision.number])
    return hashlib.sha256(text).hexdigest()


def _held(decision_id: UUID) -> Decision:
    of = Decision.objects.values_list("submission_id", flat=True).get(pk=decision_id)
    Submission.objects.select_for_update().get(pk=of)
    rows = Decision.objects.select_related(
        "submission__version__achievement",
        "submission__version__organisation",
        "submission__plan",
        "submission__organisation",
        "credential",
    )
    decision: Decision = rows.get(pk=decision_id)
    return decision


def _earlier(decision: Decision) -> Credential | None:
    """Return the credential of the decisions before, if it still stands."""
    rows = Decision.objects.filter(
        submission_id=decision.submission_id, number__lt=decision.number
    ).exclude(credential=None)
    newest = rows.select_related("credential").order_by("-number").first()
    if newest is None or newest.credential.state not in _ALIVE:
        return None
    found: Credential = newest.credential
    return found


def _says_the_same(decision: Decision, earlier: Credential) -> bool:
    rows = Decision.objects.filter(submission_id=decision.submission_id, credential=earlier)
    before = rows.order_by("-number").first()
    return before is not None and before.levels == decision.levels


def _end(earlier: Credential | None) -> None:
    if earlier is None:
        return
    with override(earlier.achievement_version.language):
        reason = _("The assessment was decided anew on appeal.")
    issuing.revoke(earlier.pk, reason=reason, actor=None)


def _issue(decision: Decision, work: Submission) -> Credential:
    secret, _is_new = Secret.objects.get_or_create(organisation_id=work.organisation_id)
    recipient = Recipient(
        name=work.name,
        email=work.email,
        achieved_on=decision.decided_at.date(),
        language=work.language or None,
    )
    one = Intent(recipient, source_key(decision), assessed=rigor.block(decision, secret))
    outcome = issuing.issue_many(
        work.organisation,
        work.version,
        [one],
        source=Source.ASSESSMENT,
        actor=None,
        archived_too=True,
    )[0]
    if outcome.error is not None:
        raise outcome.error
    assert outcome.credential is not None  # noqa: S101 - issued, found again, or refused
    return outcome.credential


@contextmanager
def _open() -> Iterator[Settling]:
    yield Settling()


outbox.register(KIND, _open)
