"""Signed definitions: what a published version means, in the owner's own signature.

Made when a version is published; one that was published before signatures were usual, or while
signing was halted, is made when it is first issued or granted.
"""

import hashlib

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from skillmark.core import rights
from skillmark.core.rights import writing
from skillmark.platform.catalog import badge
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.rights import addresses
from skillmark.platform.rights.models import Definition
from skillmark.platform.rights.services.signing import sign


def ensure(version: AchievementVersion) -> Definition:
    """Return the signed definition of a published version, made now if there is none.

    Works outside the scope: who holds a grant needs the owner's definition.

    Raises:
        TrustError: there is none, and it cannot be signed at the moment.
    """
    everywhere = Definition.objects.with_scopes_disabled()
    found: Definition | None = everywhere.filter(version_id=version.pk).first()
    if found is not None:
        return found
    with organisation_scope(version.organisation_id), transaction.atomic():
        held = AchievementVersion.objects.select_for_update(of=("self",))
        held.get(pk=version.pk)  # two that make it at once wait for each other
        found = Definition.objects.filter(version_id=version.pk).first()
        return found or _make(version)


def _make(version: AchievementVersion) -> Definition:
    organisation = version.organisation
    at = timezone.now().replace(microsecond=0)
    with translation.override(version.language):
        comment = _(
            "This is what %(organisation)s means by “%(name)s”, version %(number)d."
        ) % {
            "organisation": organisation.name,
            "name": version.name,
            "number": version.number,
        }
    document = writing.definition(
        url=addresses.definition(version.pk),
        owner=addresses.profile(organisation),
        achievement=badge.achievement(version),
        comment=comment,
        at=at,
    )
    data = sign(organisation, document, at=at)
    made: Definition = Definition.objects.create(
        organisation=organisation,
        version=version,
        document=data,
        digest=hashlib.sha256(data).hexdigest(),
        named=rights.digest_of(data),
        signed_at=at,
    )
    return made
