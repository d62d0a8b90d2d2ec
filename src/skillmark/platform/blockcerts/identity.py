"""What the tools look for at the issuer: the account in the DID document, a profile, withdrawals.

The account is the installation's and sends for all its organisations, so no DID document lets it
sign credentials: it stands among the verification methods, never under ``assertionMethod``.
"""

from skillmark.core.anchor import merkle_proof_2019 as mp
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.platform.anchors.models import State
from skillmark.platform.blockcerts.models import (
    BlockcertsExport,
    BlockcertsLeaf,
    BlockcertsSetting,
)
from skillmark.platform.issuing.models import CredentialState
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import addresses
from skillmark.platform.trust.identities import describing
from skillmark.platform.trust.models import IssuerIdentity

_WORDS = {
    CredentialState.REVOKED: "Revoked by the issuer.",
    CredentialState.SUSPENDED: "Suspended by the issuer.",
    CredentialState.SUPERSEDED: "Replaced by another credential.",
}


def fragment_of(public_key: bytes) -> str:
    """Return how the verification method of an account is called."""
    return f"blockcerts-{_address(public_key)[2:10]}"


def profile_address(organisation: Organisation) -> str:
    """Return where the profile for the tools is."""
    return f"{addresses.issuer_page(organisation.slug)}/blockcerts.json"


def withdrawn_address(organisation: Organisation) -> str:
    """Return where the withdrawn copies are listed."""
    return f"{addresses.issuer_page(organisation.slug)}/blockcerts-withdrawn.json"


def profile(organisation: Organisation) -> JsonObject | None:
    """Return the profile of an organisation for the tools; None when it never wanted one."""
    known = accounts(organisation)
    if not known:
        return None
    keys: list[JsonValue] = [
        {
            "id": f"ecdsa-koblitz-pubkey:{_address(key)}",
            "created": timestamp.encode(organisation.created_at.replace(microsecond=0)),
        }
        for key in known
    ]
    return {
        "@context": ["https://w3id.org/openbadges/v2", "https://w3id.org/blockcerts/3.0"],
        "type": "Profile",
        "id": profile_address(organisation),
        "name": organisation.name,
        "url": organisation.website or addresses.issuer_page(organisation.slug),
        "email": organisation.email or "",
        "revocationList": withdrawn_address(organisation),
        "publicKey": keys,
    }


def withdrawn(organisation: Organisation) -> JsonObject | None:
    """Return the list of copies that no longer count; None when there is no profile."""
    if not accounts(organisation):
        return None
    rows = (
        BlockcertsLeaf.objects.with_scopes_disabled()
        .filter(organisation=organisation, export__anchor__state=State.FINAL)
        .exclude(credential__state=CredentialState.ACTIVE)
        .values_list("pk", "credential__state")
    )
    listed: list[JsonValue] = [
        {
            "id": f"urn:uuid:{leaf}",
            "revocationReason": _WORDS[CredentialState(state)],
        }
        for leaf, state in rows
    ]
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "id": withdrawn_address(organisation),
        "type": "RevocationList",
        "issuer": profile_address(organisation),
        "revokedAssertions": listed,
    }


def accounts(organisation: Organisation) -> list[bytes]:
    """Return the public keys of the accounts that sent for an organisation, or will."""
    exports = BlockcertsExport.objects.with_scopes_disabled().filter(organisation=organisation)
    known = [bytes(key) for key in exports.order_by("pk").values_list("public_key", flat=True)]
    wanted = BlockcertsSetting.objects.with_scopes_disabled().filter(
        organisation=organisation, is_on=True
    )
    known += [bytes(key) for key in wanted.values_list("public_key", flat=True)]
    return list(dict.fromkeys(known))


def members(identity: IssuerIdentity, name: str) -> JsonObject:
    """Return what the DID document of an organisation that exports has more."""
    known = accounts(identity.organisation)
    if not known:
        return {}
    methods: list[JsonValue] = [
        {
            "id": f"{name}#{fragment_of(key)}",
            "type": "Multikey",
            "controller": name,
            "publicKeyMultibase": mp.multikey_of(key),
        }
        for key in known
    ]
    service: JsonObject = {
        "id": f"{name}#blockcerts",
        "type": "IssuerProfile",
        "serviceEndpoint": profile_address(identity.organisation),
    }
    return {"verificationMethod": methods, "service": [service]}


def _address(public_key: bytes) -> str:
    return mp.address_of({"publicKeyMultibase": mp.multikey_of(public_key)})


if members not in describing.ADDITIONS:
    describing.ADDITIONS.append(members)
