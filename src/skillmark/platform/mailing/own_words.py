"""Keeping an organisation's own words for its letters."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from skillmark.platform.events import services as events
from skillmark.platform.mailing import wording
from skillmark.platform.mailing.errors import WordingError
from skillmark.platform.mailing.letters import Kind, usual_words
from skillmark.platform.mailing.models import Wording
from skillmark.platform.mailing.wording import Words


def save(
    organisation_id: UUID, kind: Kind, language: str, words: Words, *, actor: object
) -> Wording | None:
    """Keep own words for a kind of letter in a language; all as usual keeps nothing.

    Raises:
        WordingError: they cannot stand in a mail, or nobody may change this letter.
    """
    if not kind.editable:
        raise WordingError("This letter is the platform's.", field="subject")
    usual = usual_words(kind, language)
    given = {
        name: wording.clean(name, getattr(words, name), list(kind.placeholders))
        for name in ("subject", "intro", "sign_off")
    }
    own = {name: "" if said == getattr(usual, name) else said for name, said in given.items()}
    if not any(own.values()):
        reset(organisation_id, kind, language, actor=actor)
        return None
    with transaction.atomic():
        kept, _new = Wording.objects.update_or_create(
            organisation_id=organisation_id,
            kind=kind.key,
            language=language,
            defaults={**own, "changed_at": timezone.now()},
        )
        _record(kept, "mail.reworded", actor)
    found: Wording = kept
    return found


def reset(organisation_id: UUID, kind: Kind, language: str, *, actor: object) -> bool:
    """Say it as usual again, and return whether anything was said differently."""
    with transaction.atomic():
        kept = Wording.objects.filter(
            organisation_id=organisation_id, kind=kind.key, language=language
        ).first()
        if kept is None:
            return False
        _record(kept, "mail.wording_reset", actor)
        kept.delete()
    return True


def find(organisation_id: UUID, kind: Kind, language: str) -> Wording | None:
    """Return the own words for a kind of letter in a language, if there are any."""
    found: Wording | None = Wording.objects.filter(
        organisation_id=organisation_id, kind=kind.key, language=language
    ).first()
    return found


def languages_of(organisation_id: UUID) -> dict[str, list[str]]:
    """Return for each kind of letter the languages that have own words."""
    found: dict[str, list[str]] = {}
    rows = Wording.objects.filter(organisation_id=organisation_id)
    for kind, language in rows.order_by("language").values_list("kind", "language"):
        found.setdefault(kind, []).append(language)
    return found


def _record(kept: Wording, action: str, actor: object) -> None:
    events.record(
        organisation_id=kept.organisation_id,
        actor=actor,
        action=action,
        object=kept,
        after={"kind": kept.kind, "language": kept.language},
        label=f"{kept.kind} ({kept.language})",
    )
