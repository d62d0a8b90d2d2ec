"""Where the papers of this site stand on the web, and the organisations in them."""

from uuid import UUID

from skillmark.core.badges.profile import Profile
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import addresses, keys


def definition(version_id: UUID) -> str:
    """Return the address of the signed definition of a version."""
    return addresses.absolute(f"/a/{version_id}/definition")


def lasting(achievement_id: UUID) -> str:
    """Return the lasting address of an achievement, which is the scope of a grant."""
    return addresses.absolute(f"/a/{achievement_id}")


def lasting_prefix() -> str:
    """Return what the addresses of achievements of this site begin with."""
    return addresses.absolute("/a/")


def grant(grant_id: UUID) -> str:
    """Return the address of a grant: its ``id`` and its page."""
    return addresses.absolute(f"/g/{grant_id}")


def endorsement(endorsement_id: UUID) -> str:
    """Return the address of an endorsement: its ``id`` and its page."""
    return addresses.absolute(f"/e/{endorsement_id}")


def profile(organisation: Organisation) -> Profile:
    """Return an organisation as papers name it, under its current DID."""
    return Profile(
        id=keys.ensure_identity(organisation).did,
        name=organisation.name,
        url=organisation.website or addresses.issuer_page(organisation.slug),
    )
