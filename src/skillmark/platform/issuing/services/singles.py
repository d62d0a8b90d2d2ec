"""One person: issued at once, or kept as a batch of one that waits for its time or a second yes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.events import audit
from skillmark.platform.issuing.errors import AlreadyIssuedError
from skillmark.platform.issuing.making import intent
from skillmark.platform.issuing.making.intent import Intent
from skillmark.platform.issuing.models import (
    Batch,
    BatchRow,
    Credential,
    RowState,
    Source,
)
from skillmark.platform.issuing.services.awarding import issue_one
from skillmark.platform.issuing.services.batches import needs_approval, start_batch
from skillmark.platform.issuing.services.previews import require_published
from skillmark.platform.orgs.models import Organisation

_LINE: Final = 2  # as the first row of a file


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an award: a credential, or a batch of one that waits."""

    credential: Credential | None = None
    batch: Batch | None = None

    @property
    def waiting(self) -> Batch:
        """The batch, where there is no credential yet."""
        assert self.batch is not None  # noqa: S101 - one or the other
        return self.batch


def issue_or_wait(
    organisation: Organisation,
    version: AchievementVersion,
    one: Intent,
    *,
    source: Source,
    actor: object,
    send_mail: bool = True,
    issue_at: datetime | None = None,
    time_zone: str = "",
) -> Made:
    """Issue one credential now, or let it wait as the time or the organisation's policy asks.

    Raises:
        NotPublishedError: the version is not published.
        AlreadyIssuedError: the same award was made before.
        RecipientError: a field of the recipient cannot be used.
        NotIssuableError: the credential would not be correct.
        TrustError: it cannot be signed.
    """
    later = issue_at is not None and issue_at > timezone.now()
    if not later and not needs_approval(organisation, 1):
        credential = issue_one(
            organisation, version, one, source=source, actor=actor, send_mail=send_mail
        )
        return Made(credential=credential)
    require_published(version)
    known = Credential.objects.filter(award__source_key=one.source_key).first()
    if known is not None:
        raise AlreadyIssuedError(
            "This person has this credential already.", credential=str(known.pk)
        )
    with transaction.atomic():
        batch = _keep(organisation, version, one, source, actor)
        started = start_batch(
            batch.pk, actor=actor, send_mail=send_mail, issue_at=issue_at, time_zone=time_zone
        )
    return Made(batch=started)


def _keep(
    organisation: Organisation,
    version: AchievementVersion,
    one: Intent,
    source: Source,
    actor: object,
) -> Batch:
    person = one.recipient
    batch: Batch = Batch.objects.create(
        organisation=organisation,
        achievement_version=version,
        source=source,
        file_digest=one.source_key,
        created_by=audit.reference(actor),
        total=1,
        ready=1,
    )
    BatchRow.objects.create(
        organisation=organisation,
        batch=batch,
        line=_LINE,
        recipient=intent.to_json(person),
        name=person.name,
        email=person.email or "",
        source_key=one.source_key,
        state=RowState.READY,
    )
    return batch
