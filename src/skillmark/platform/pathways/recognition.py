"""The recognition decisions of an organisation, as the core applies and a final carries them."""

from decimal import Decimal
from uuid import UUID

from skillmark.core import jsonio
from skillmark.core.stack import Decision, Decisions, parse_decisions, write_decisions
from skillmark.platform.pathways.models import DecisionsDocument, Equivalence, PathwayAward


def standing(organisation_id: UUID) -> Decisions | None:
    """Return the decisions that stand now, oldest first; None when there is none."""
    rows = (
        Equivalence.objects.with_scopes_disabled()
        .filter(organisation_id=organisation_id, withdrawn_at=None)
        .order_by("created_at", "pk")
    )
    found = [decision_of(row) for row in rows]
    return write_decisions(found) if found else None


def decision_of(row: Equivalence) -> Decision:
    """Return one decision as a value."""
    return Decision(
        achievement=row.achievement,
        issuer=row.issuer,
        counts_as=tuple(row.counts_as),
        credits={unit: Decimal(amount) for unit, amount in row.credits.items()},
        levels=dict(row.levels),
        decided=row.decided_on,
        reason=row.reason,
    )


def of_award(award: PathwayAward) -> Decisions | None:
    """Return the decisions that a final was awarded under; they hold for it for ever."""
    if award.decisions is None:
        return None
    return parse_decisions(jsonio.load_object(bytes(award.decisions.document)))


def kept(organisation_id: UUID, decisions: Decisions) -> DecisionsDocument:
    """Return the row with the bytes of decisions, made now if there was none."""
    row, _made = DecisionsDocument.objects.get_or_create(
        organisation_id=organisation_id,
        digest=decisions.digest,
        defaults={"document": decisions.canonical},
    )
    found: DecisionsDocument = row
    return found
