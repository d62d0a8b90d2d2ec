"""Forgeries made with real keys of organisations of this site, past all its services."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation


def forge(
    forger: "Organisation",
    version: "AchievementVersion",
    *,
    silent: bool = False,
    criteria: str = "",
    with_grant: bool = False,
) -> bytes:
    """Return a credential of another's achievement, really signed by `forger`.

    Args:
        forger: whose key signs.
        version: of somebody else.
        silent: say nothing of the owner and of what it signed.
        criteria: easier ones.
        with_grant: name the newest grant, whatever became of it.
    """
    from skillmark.core import jsonio, rights
    from skillmark.core.rights import Named
    from skillmark.platform.rights import addresses, selectors
    from skillmark.platform.rights.services import definitions

    genuine = definitions.ensure(version)
    subject: Any = jsonio.load_object(bytes(genuine.document))["credentialSubject"]
    said = {name: value for name, value in subject.items() if name != "endorsementComment"}
    said["type"] = ["Achievement"]
    papers = [Named(addresses.definition(version.pk), genuine.named)]
    if silent:
        said.pop("creator", None)
        papers = []
    if criteria:
        said["criteria"] = said["criteria"] | {"narrative": criteria}
    if with_grant or criteria:
        rows = selectors.signed_for(forger.pk, version.achievement_id)
        digest = rights.digest_of(rows[0].data)
        papers.append(Named(f"{addresses.grant(rows[0].pk)}.json", digest))
    return _signed(forger, version, said, tuple(one.to_json() for one in papers))


def _signed(
    forger: "Organisation", version: "AchievementVersion", said: Any, papers: tuple[Any, ...]
) -> bytes:
    from skillmark.core.badges.credential import Shared
    from skillmark.core.issue.issuer import Award, build
    from skillmark.core.issue.recipient import Recipient
    from skillmark.platform.catalog import badge
    from skillmark.platform.events.ids import uuid7
    from skillmark.platform.issuing.addresses import credential_url
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.rights import addresses
    from skillmark.platform.trust import keys, signing, status
    from skillmark.platform.trust.models import KeyPurpose

    credential_id = uuid7()
    with organisation_scope(forger):
        identity = keys.ensure_identity(forger)
        signer = signing.open_signer(identity, KeyPurpose.CREDENTIAL)
        places = status.allot(identity, [credential_id])[credential_id]
        award = Award(
            recipient=Recipient(name="Wim Kuipers", email="wim@learner.example"),
            credential_id=credential_url(credential_id),
            salt="c2FsdC1mb3ItdGVzdHM",
            valid_from=signer.created,
            statuses=tuple(place.to_entry() for place in places),
            related_resources=papers,
        )
        profile = addresses.profile(forger)
        shared = Shared(profile.to_json(), said)
        unsigned = build(profile, badge.achievement(version), award, shared)
        return signer.sign_credential(unsigned).data
