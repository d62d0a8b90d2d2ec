"""The right to issue, at issue time: enforced, and written into every credential by digest.

A credential says of its achievement exactly what the owner's signed definition says, and names that
definition; one that is issued for another organisation names its grant as well. On the public page
a panel says for whom it was issued, and until when the issuer may.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from skillmark.core import jsonio, rights
from skillmark.core.jsonio import JsonObject
from skillmark.core.rights import Named
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.bundles import RIGHTS
from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.places import CREDENTIAL_PROOFS
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import Panel
from skillmark.platform.rights import addresses, selectors
from skillmark.platform.rights.models import Grant
from skillmark.platform.rights.services import definitions, grants


@dataclass(frozen=True, slots=True)
class Entitled:
    """What the right to issue adds to credentials.

    Attributes:
        achievement: what they say of the achievement, as its owner signed it.
        papers: ``relatedResource`` entries: the definition, and the grant where there is one.
    """

    achievement: JsonObject
    papers: tuple[JsonObject, ...]

    def related(self, others: Iterable[JsonObject]) -> tuple[JsonObject, ...]:
        """Return the papers with what else a credential refers to.

        Papers among the others, which a correction takes over from the credential before, give way.
        """
        kept = [one for one in others if one.get("mediaType") != rights.MEDIA_TYPE]
        return (*self.papers, *kept)


def entitled(organisation: Organisation, version: AchievementVersion, at: datetime) -> Entitled:
    """Return what entitles an organisation to issue a version now.

    Raises:
        NotEntitledError: it is another's, and was never granted.
        GrantExpiredError: the grant has ended.
        GrantNotBegunError: the grant begins later.
        GrantRevokedError: the grant was revoked.
        TrustError: there is no signed definition, and none can be made at the moment.
    """
    grants.require(organisation, version, at=at)
    definition = definitions.ensure(version)
    papers = [Named(addresses.definition(version.pk), definition.named).to_json()]
    subject = jsonio.load_object(bytes(definition.document))["credentialSubject"]
    assert isinstance(subject, dict)  # noqa: S101 - we wrote it
    said = {name: value for name, value in subject.items() if name != "endorsementComment"}
    said["type"] = ["Achievement"]
    if version.organisation_id == organisation.pk:
        said.pop("creator", None)
        return Entitled(said, tuple(papers))
    grant = grants.running(organisation.pk, version, at)
    assert grant is not None  # noqa: S101 - required just before
    digest = rights.digest_of(grant.data)
    papers.append(Named(f"{addresses.grant(grant.pk)}.json", digest).to_json())
    return Entitled(said, tuple(papers))


def papers_of(credential: Credential) -> list[str]:
    """Return what shows the right to issue a credential, for its proof bundle."""
    papers = selectors.papers_for(
        credential.organisation_id, credential.achievement_version, timezone.now()
    )
    return [data.decode() for data in papers]


def right_panel(credential: Credential, _request: HttpRequest) -> Panel | None:
    """Return for whom a credential was issued, by which right, and who stands by it."""
    version, now = credential.achievement_version, timezone.now()
    foreign = version.organisation_id != credential.organisation_id
    grant = _grant_of(credential) if foreign else None
    endorsements = selectors.public_endorsements(credential.organisation_id, now, (version.pk,))
    if not foreign and not endorsements:
        return None
    definition = selectors.definition(version.pk)
    end = grant.end if grant else None
    context = {
        "issuer": credential.organisation,
        "owner": version.organisation if foreign else None,
        "grant": grant,
        "over": end is not None and end <= now,
        "definition": f"/a/{version.pk}/definition" if definition else "",
        "endorsements": endorsements,
    }
    return Panel("rights/credential_panel.html", context)


def _grant_of(credential: Credential) -> Grant | None:
    """Return the grant that a credential names, or the one that ran when it was issued."""
    rows = selectors.signed_for(
        credential.organisation_id, credential.achievement_version.achievement_id
    )
    document = jsonio.load_object(bytes(credential.document))
    urls = {one.url for one in rights.named(document)}
    named = [row for row in rows if f"{addresses.grant(row.pk)}.json" in urls]
    return next(iter(named), None)


RIGHTS.append(papers_of)
CREDENTIAL_PROOFS.register(10, right_panel)
