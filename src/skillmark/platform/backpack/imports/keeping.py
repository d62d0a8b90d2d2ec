"""Taking a credential from elsewhere into a backpack, taking it out, and bringing it back.

Nothing is half-kept: a credential is verified first, then one transaction writes all of it. The
row of the account is held meanwhile, so that limits hold and the same file twice is kept once.
"""

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core.badges.nodes import Node
from skillmark.core.jsonio import JsonObject
from skillmark.core.stack import item_of
from skillmark.fetch.errors import FetchError
from skillmark.fetch.fetcher import Source
from skillmark.platform.backpack.errors import (
    AlreadyThereError,
    BackpackFullError,
    ForeignNameError,
    LinkError,
    NothingSentError,
    OwnCredentialError,
)
from skillmark.platform.backpack.imports import judging
from skillmark.platform.backpack.imports.judging import Judged
from skillmark.platform.backpack.models import MAX_IRI, MAX_NAME, Evidence, Imported
from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.selectors.holding import held_by
from skillmark.platform.pathways.services import marking
from skillmark.platform.people import selectors as people
from skillmark.platform.people.models import User
from skillmark.platform.trust import addresses, documents

MOST: Final = 200  # credentials of one account
MOST_BYTES: Final = 41_943_040  # of all of them, 40 MiB
ROUND: Final = timedelta(hours=12)  # between two checks
UNDO: Final = timedelta(days=30)  # within which a removal can be taken back
_OWN: Final = re.compile(r"/c/([0-9a-f-]{36})(?:\.(?:json|png|svg))?")


def take(
    user: User,
    data: bytes,
    *,
    at: datetime | None = None,
    source: Source | None = None,
) -> Imported:
    """Verify a credential and keep it.

    Args:
        user: whose backpack.
        data: the file or text as it came.
        at: the moment; now by default.
        source: where the issuer's documents come from; this site and the web by default.

    Raises:
        NothingSentError: there is nothing in it.
        ImportTooLargeError, ActivePictureError, NotVerifiedError, NoBadgeError: see
            `judging.judge`.
        OwnCredentialError: it was issued here, so nothing needs to be kept.
        ForeignNameError: it calls itself by an address of this site, or of another one kept.
        AlreadyThereError: it is kept already.
        BackpackFullError: the account keeps as much as one may.
    """
    if not data.strip():
        raise NothingSentError(_("Choose a file, paste a text, or give a link."))
    now = at or timezone.now()
    judged = judging.judge(data, at=now, source=source)
    _refuse_own(user, judged)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        kept = Imported.objects.filter(user=user, name=judged.item.credential).first()
        if kept is not None:
            row = _again(kept, judged, user, now)
        else:
            _require_room(user, judged)
            row = Imported(user=user, added_at=now)
            _write(row, judged, user, now)
    marking.mark_person(user)
    return row


def take_link(user: User, url: str, *, source: Source | None = None) -> Imported:
    """Keep the credential that lies at a link.

    Raises:
        LinkError: nothing can be had from it.
        BackpackError: see `take`.
    """
    data = _own_document(url.strip())
    if data is None:
        try:
            data = judging.document_at(url.strip(), source=source)
        except FetchError as error:
            words = _(
                "No credential could be had from this link: %(reason)s Download the file there, "
                "and choose it here."
            )
            reason = words % {"reason": error.message}
            raise LinkError(reason, cause=error.code) from error
    return take(user, data, source=source)


def remove(user: User, imported_id: UUID) -> Imported:
    """Take a credential out of a backpack; it counts for nothing new, and can come back.

    Raises:
        Imported.DoesNotExist: the account keeps none of this id.
    """
    row = Imported.objects.get(pk=imported_id, user=user, removed_at=None)
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    marking.mark_person(user)
    return row


def restore(user: User, imported_id: UUID) -> Imported:
    """Bring back what was removed.

    Raises:
        Imported.DoesNotExist: nothing of this id was removed lately.
    """
    row = Imported.objects.get(pk=imported_id, user=user, removed_at__isnull=False)
    row.removed_at, row.next_check = None, timezone.now()
    row.save(update_fields=["removed_at", "next_check"])
    marking.mark_person(user)
    return row


def erase(user: User) -> int:
    """Delete everything the account keeps from elsewhere, at once; return how many."""
    rows = Imported.objects.filter(user=user)
    count = rows.count()
    rows.delete()
    return count


def prove(user: User) -> int:
    """Look again whose the account's credentials are, after an address changed."""
    emails = people.verified_emails(user)
    changed = 0
    for row in Imported.objects.filter(user=user):
        found = judging.proven_by(judging.said_by(row), emails, timezone.now())
        if found != row.proven_by:
            row.proven_by = found
            row.save(update_fields=["proven_by"])
            changed += 1
    if changed:
        marking.mark_person(user)
    return changed


def write_look(row: Imported, look: judging.Look, now: datetime) -> None:
    """Write down what a check came to; the caller saves the row."""
    row.report = dict(look.report.to_json())
    row.checked_at, row.failures = now, 0
    state = look.state
    assert state is not None  # noqa: S101 - whoever calls has an answer
    row.state = state
    row.next_check = now + ROUND


def renew(row: Imported, look: judging.Look) -> None:
    """Write down what its issuer's site says of it now; the caller saves the row."""
    if row.reading and look.report.credential is not None:
        item = item_of(look.report.credential)
        row.reading = judging.reading_of(bytes(row.document), look.report)
        row.valid_until = item.valid_until


def keep_evidence(row: Imported, evidence: dict[str, bytes], now: datetime) -> None:
    """Keep the issuer's documents of the last check in place of older ones."""
    Evidence.objects.filter(imported=row).delete()
    Evidence.objects.bulk_create(
        Evidence(imported=row, url=url, body=body, fetched_at=now)
        for url, body in evidence.items()
        if len(url) <= MAX_IRI
    )


def _again(kept: Imported, judged: Judged, user: User, now: datetime) -> Imported:
    """Take what was removed or signed anew; the same again is said to be there."""
    if kept.issuer != judged.item.issuer:
        words = _("Another credential that you keep has the same name and another issuer.")
        raise ForeignNameError(words, kept=str(kept.pk))
    before = (kept.report.get("summary") or {}).get("signed_at") or ""
    newer = (judged.look.report.summary.signed_at or "") > before
    same = kept.digest == hashlib.sha256(judged.data).hexdigest()
    if kept.removed_at is None and (same or not newer):
        raise AlreadyThereError(_("It is in your backpack already."), kept=str(kept.pk))
    kept.removed_at = None
    _write(kept, judged, user, now)
    return kept


def _write(row: Imported, judged: Judged, user: User, now: datetime) -> None:
    item, summary = judged.item, judged.look.report.summary
    for name, value in _facts(judged).items():
        setattr(row, name, value)
    row.proven_by = judging.proven_by(judged.document, people.verified_emails(user), now)
    row.issuer_domain = (summary.issuer_domain or "")[:MAX_NAME]
    row.issuer_name = (summary.issuer_claimed_name or "")[:MAX_NAME]
    row.title = (summary.achievement_name or summary.name or item.credential)[:MAX_NAME]
    write_look(row, judged.look, now)
    row.save()
    keep_evidence(row, judged.look.evidence, now)


def _facts(judged: Judged) -> dict[str, Any]:
    item = judged.item
    return {
        "name": item.credential,
        "digest": hashlib.sha256(judged.data).hexdigest(),
        "document": judged.data,
        "reading": judged.reading,
        "original": judged.original,
        "kind": judged.kind.value,
        "issuer": item.issuer,
        "achievements": list(item.achievements),
        "holder": holder_of(judged.document)[:MAX_NAME],
        "credits": {unit: f"{amount.normalize():f}" for unit, amount in item.credits.items()},
        "achieved_on": item.achieved,
        "valid_from": item.valid_from,
        "valid_until": item.valid_until,
    }


def holder_of(document: JsonObject) -> str:
    """Return the name of the holder as the credential says it, or ""."""
    for subject in Node(document, "").children("credentialSubject"):
        for entry in subject.children("identifier"):
            plain = entry.value.get("hashed") is not True
            if plain and entry.text("identityType") == "name":
                return entry.text("identityHash") or ""
    return ""


def _require_room(user: User, judged: Judged) -> None:
    rows = Imported.objects.filter(user=user)
    if rows.count() >= MOST:
        words = _("A backpack keeps at most %(most)d credentials from elsewhere.")
        raise BackpackFullError(words % {"most": MOST}, most=MOST)
    size = len(judged.data) + len(judged.original)
    for document, original in rows.values_list("document", "original").iterator(20):
        size += len(document) + len(original)
    if size > MOST_BYTES:
        words = _(
            "All files from elsewhere together may have at most 40 MiB. Remove some first."
        )
        raise BackpackFullError(words, most=MOST_BYTES)


def _refuse_own(user: User, judged: Judged) -> None:
    """Refuse what was issued here, and what borrows the name of something issued here."""
    identity = documents.identity_named(judged.item.issuer)
    credential_id = _own_id(judged.item.credential)
    everywhere = Credential.objects.with_scopes_disabled()
    if identity is not None and credential_id is not None:
        row = everywhere.filter(
            pk=credential_id, organisation_id=identity.organisation_id
        ).first()
        if row is not None:
            mine = held_by(user).filter(pk=row.pk).exists()
            words = (
                _("It was issued on this site, and it is in your backpack already.")
                if mine
                else _(
                    "It was issued on this site, to another address. Prove that the address is "
                    "yours, and the credential appears here by itself."
                )
            )
            raise OwnCredentialError(words, credential=str(row.pk), mine=mine)
    site = addresses.absolute("/")
    if judged.item.credential.startswith(site):
        raise ForeignNameError(
            _("It calls itself by an address of this site, where no such credential is.")
        )
    if len(judged.item.credential) > MAX_IRI or len(judged.item.issuer) > MAX_IRI:
        raise ForeignNameError(_("Its name is too long to be kept."))


def _own_id(name: str) -> UUID | None:
    site = addresses.absolute("")
    match = _OWN.fullmatch(name.removeprefix(site)) if name.startswith(site) else None
    try:
        return UUID(match[1]) if match else None
    except ValueError:
        return None


def _own_document(url: str) -> bytes | None:
    """Return a credential of this site by its link, without asking ourselves over the net."""
    credential_id = _own_id(url.partition("?")[0].partition("#")[0])
    if credential_id is None:
        return None
    rows = Credential.objects.with_scopes_disabled().filter(pk=credential_id)
    found = rows.values_list("document", flat=True).first()
    return None if found is None else bytes(found)
