"""Where credentials stand on the web. A claim's address holds its secret: never log it."""

from uuid import UUID

from skillmark.platform.trust.addresses import absolute


def credential_url(credential_id: UUID) -> str:
    """Return the public address of a credential, which is its ``id`` as well."""
    return absolute(f"/c/{credential_id}")


def claim_url(token: str) -> str:
    """Return the address that takes a credential."""
    return absolute(f"/claim/{token}")


def open_claim_url(token: str) -> str:
    """Return the address of an open claim link."""
    return absolute(f"/claim/open/{token}")
