"""Making and withdrawing recognition decisions; everybody they may concern is looked at again."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core.stack import Decision, EquivalencesDocumentError, write_decisions
from skillmark.core.stack.rule import unit_key
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.events import services as events
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.pathways import rules
from skillmark.platform.pathways.errors import EquivalenceError
from skillmark.platform.pathways.models import Cause, Equivalence, PathwayVersion
from skillmark.platform.pathways.services import drafting
from skillmark.platform.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a decision says.

    Attributes:
        title: of the certificate.
        achievement: its achievement's address.
        issuer: the DID of whose certificates.
        counts_as: addresses of achievements.
        amount, unit: credits it is worth here, or "".
        eqf_level: the level it has here, or None.
        decided_on: the day.
        reason: why.
    """

    title: str
    achievement: str
    issuer: str
    counts_as: tuple[str, ...] = ()
    amount: str = ""
    unit: str = ""
    eqf_level: int | None = None
    decided_on: date
    reason: str


def decide(organisation: Organisation, terms: Terms, *, actor: object) -> Equivalence:
    """Record a decision.

    Raises:
        EquivalenceError: it says what no decision may say; with the first problem.
    """
    worth = _credits(terms)
    levels = {} if terms.eqf_level is None else {unit_key("EQF"): terms.eqf_level}
    decision = Decision(
        achievement=terms.achievement.strip(),
        issuer=terms.issuer.strip(),
        counts_as=terms.counts_as,
        credits=worth,
        levels=levels,
        decided=terms.decided_on,
        reason=terms.reason.strip(),
    )
    try:
        write_decisions([decision])
    except EquivalencesDocumentError as error:
        first = error.problems[0]
        raise EquivalenceError(first.message, field=first.path.rpartition("/")[2]) from error
    with transaction.atomic():
        row: Equivalence = Equivalence.objects.create(
            organisation=organisation,
            title=terms.title.strip(),
            achievement=decision.achievement,
            issuer=decision.issuer,
            counts_as=list(decision.counts_as),
            credits={unit: f"{amount.normalize():f}" for unit, amount in worth.items()},
            levels=levels,
            reason=decision.reason,
            decided_on=terms.decided_on,
            decided_by=actor if isinstance(actor, User) else None,
        )
        _record("equivalence.decided", row, actor)
        _follow(actor)
    return row


def withdraw(equivalence_id: UUID, *, actor: object) -> Equivalence:
    """Withdraw a decision; finals that were awarded by it stay.

    Raises:
        Equivalence.DoesNotExist: there is none in this organisation.
    """
    with transaction.atomic():
        row: Equivalence = Equivalence.objects.select_for_update().get(pk=equivalence_id)
        if row.withdrawn_at is None:
            row.withdrawn_at = timezone.now()
            row.withdrawn_by = actor if isinstance(actor, User) else None
            row.save(update_fields=["withdrawn_at", "withdrawn_by"])
            _record("equivalence.withdrawn", row, actor)
            _follow(actor)
    return row


def _follow(actor: object) -> None:
    """Let every pathway of the organisation hear of what counts now, and look again."""
    current = PathwayVersion.objects.filter(state=State.PUBLISHED).select_related(
        "pathway__organisation"
    )
    for version in current:
        rules.note_leaves(version)
        drafting.look_at_all(version.pathway, Cause.DECISION, actor=actor)


def _credits(terms: Terms) -> dict[str, Decimal]:
    if not terms.amount.strip():
        return {}
    try:
        amount = Decimal(terms.amount.strip())
    except InvalidOperation:
        raise EquivalenceError(
            _("The amount must be a number, such as 15."), field="amount"
        ) from None
    if not amount.is_finite() or amount <= 0 or not terms.unit.strip():
        raise EquivalenceError(
            _("Say an amount above 0, and of which kind of credits."), field="amount"
        )
    return {unit_key(terms.unit.strip()): amount}


def _record(action: str, row: Equivalence, actor: object) -> None:
    events.record(
        organisation_id=row.organisation_id,
        actor=actor,
        action=action,
        object=row,
        after={"achievement": row.achievement[:200], "issuer": row.issuer[:200]},
        label=row.title,
    )
