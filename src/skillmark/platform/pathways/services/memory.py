"""What counted when finals were awarded and was awarded by others: the finals remember it.

Somebody may leave a pathway, or take a credential out of their backpack, and loses nothing that
they were awarded.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from skillmark.platform.issuing.models import Credential
from skillmark.platform.pathways import history
from skillmark.platform.pathways.history import Held
from skillmark.platform.pathways.models import Constituent, PathwayAward


class Memory:
    """The constituents of some finals that other issuers awarded."""

    def __init__(self, organisation_id: UUID, awards: Sequence[PathwayAward]) -> None:
        """Read them, in the scope of the organisation."""
        rows = Constituent.objects.filter(award__in=[one.pk for one in awards])
        others = list(rows.exclude(credential__organisation_id=organisation_id))
        everywhere = Credential.objects.with_scopes_disabled().select_related(
            "award", "achievement_version"
        )
        known = everywhere.in_bulk([one.credential_id for one in others if one.credential_id])
        self._found: dict[UUID, list[Constituent]] = {}
        for one in others:
            one.credential = known.get(one.credential_id)
            self._found.setdefault(one.award_id, []).append(one)

    def beside(
        self,
        award: PathwayAward,
        held: Sequence[Held],
        emails: Collection[str],
        *,
        joined: bool,
    ) -> list[Held]:
        """Return what is held, and what once counted and is not shown to us now.

        Args:
            award: the final.
            held: what its person shows now.
            emails: theirs.
            joined: they let what others on this site awarded them count.
        """
        known = {one.url for one in held}
        lost = [
            one for one in self._found.get(award.pk, []) if one.credential is None or not joined
        ]
        return [*held, *history.still_kept(lost, known, emails)]
