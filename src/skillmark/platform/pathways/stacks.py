"""Finals that anyone can re-check: the bundle of one, and what it was earned by today."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from skillmark.core import jsonio
from skillmark.core.stack.bundle import Bundle, write_bundle
from skillmark.core.stack.digests import digest
from skillmark.core.stack.proof import needs
from skillmark.core.verify import Proofs
from skillmark.platform.issuing import bundles
from skillmark.platform.issuing.models import Credential
from skillmark.platform.pathways import history
from skillmark.platform.pathways.errors import NoBundleError
from skillmark.platform.pathways.models import Constituent, PathwayAward
from skillmark.platform.trust import own

_ROUNDS = 4  # what is added may need more


@dataclass(frozen=True, slots=True)
class Part:
    """One credential that earned a final, as its row says today.

    Attributes:
        title: of its achievement.
        path: of its page on this site; "" when it was issued elsewhere.
        state: ``active``, ``suspended``, ``revoked``, ``superseded``, ``expired``, or "" when it
            was issued elsewhere and nobody here knows.
        issuer: its organisation's name, or "".
    """

    title: str
    path: str
    state: str
    issuer: str


def parts(award: PathwayAward) -> list[Part]:
    """Return what earned a final."""
    return [_part(one) for one in constituents(award)]


def constituents(award: PathwayAward) -> list[Constituent]:
    """Return the rows of what earned a final, in the order of their addresses."""
    rows = Constituent.objects.with_scopes_disabled().filter(award=award).order_by("position")
    found = list(rows)
    everywhere = Credential.objects.with_scopes_disabled().select_related("organisation")
    known = everywhere.in_bulk([one.credential_id for one in found if one.credential_id])
    for one in found:
        one.credential = known.get(one.credential_id)
    return found


def bundle(award: PathwayAward, now: datetime) -> bytes:
    """Return the file by which others re-check a final without asking us.

    Raises:
        NoBundleError: a document that it needs is not at hand, such as that of another site.
        LogError: the files of the log are not what they were.
    """
    if any(one.credential and one.credential.erased_at for one in constituents(award)):
        raise NoBundleError(_("A credential that counted here was erased by its holder."))
    made = Bundle(
        final=bytes(award.credential.document),
        rule=jsonio.load_object(bytes(award.version.document)),
        constituents=tuple(
            bytes(one.credential.document if one.credential else one.external)
            for one in constituents(award)
        ),
        decisions=(
            jsonio.load_object(bytes(award.decisions.document)) if award.decisions else None
        ),
        proofs=_proofs(award),
    )
    for _round in range(_ROUNDS):
        wanted = needs(made, at=now)
        if not wanted:
            return write_bundle(made)
        for need in wanted:
            data = own.document_at(need.url) or history.document_at(need.url)
            if data is None:
                raise NoBundleError(
                    _("A document of another site is needed, which is not kept here."),
                    url=need.url,
                )
            made = made.with_document(need, data)
    raise NoBundleError(_("The stack cannot be put into one file."))


def _proofs(award: PathwayAward) -> dict[str, Proofs]:
    """Return when each of our own credentials was logged, so that it outlives its key."""
    own_rows = [award.credential, *(one.credential for one in constituents(award))]
    found: dict[str, Proofs] = {}
    for row in own_rows:
        proofs = bundles.bundle_of(row).proofs() if row else Proofs()
        if row is not None and proofs.log is not None:
            found[digest(bytes(row.document))] = Proofs(log=proofs.log, anchors=proofs.anchors)
    return found


def _part(one: Constituent) -> Part:
    row = one.credential
    if row is None:
        return Part(one.title, "", "", "")
    return Part(one.title, f"/c/{row.pk}", row.shown_state, row.organisation.name)
