"""The transcript of a final as Comprehensive Learner Record 2.0: it and all that earned it.

The issuer of the final signs the record once; it is kept and handed out as it is. It carries no
status of its own: each credential in it has its own, which whoever checks it looks up. It goes into
the public log as credentials do: salted, in a batch, in the transaction that signs it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from skillmark.core import jsonio
from skillmark.core.badges import clr
from skillmark.core.badges.nodes import Node
from skillmark.core.jsonio import JsonObject
from skillmark.core.log import credential_digest
from skillmark.core.verify import ProofBundle
from skillmark.platform.issuing import bundles
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.making.document import template
from skillmark.platform.issuing.models import Credential
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.pathways import stacks
from skillmark.platform.pathways.models import PathwayAward, Transcript
from skillmark.platform.transparency import selectors as transparency
from skillmark.platform.transparency import services
from skillmark.platform.trust import keys, signing
from skillmark.platform.trust.models import IssuerIdentity, KeyPurpose


def of(award: PathwayAward, now: datetime) -> bytes:
    """Return the signed record of a final and its constituents.

    Raises:
        TrustError: it was never signed, and nothing can be signed now.
    """
    with organisation_scope(award.organisation_id), transaction.atomic():
        everywhere = PathwayAward.objects.select_for_update(of=("self",))
        everywhere.get(pk=award.pk)  # so that two who ask at once get the same
        row = Transcript.objects.filter(credential_id=award.credential_id).first()
        if row is None:
            row = Transcript.objects.create(
                organisation_id=award.organisation_id,
                credential_id=award.credential_id,
                document=_signed(award, now),
            )
        data = bytes(row.document)
        if transparency.logged(award.credential_id, record=True) is None:
            _log(award, data)
        return data


def kept(credential_id: UUID) -> bytes | None:
    """Return the record of a final as it was signed, of any organisation; None when it never was."""
    rows = Transcript.objects.with_scopes_disabled().filter(credential_id=credential_id)
    row: Transcript | None = rows.first()
    return None if row is None else bytes(row.document)


def proof(award: PathwayAward) -> bytes | None:
    """Return the ``.tlog-proof`` of the record of a final, or None while there is none.

    Raises:
        LogError: the files of the log are not what they were.
    """
    return transparency.proof(award.credential_id, record=True)


def bundle(award: PathwayAward, now: datetime) -> ProofBundle:
    """Return the record with all that it takes to judge it without this site.

    Raises:
        TrustError: it was never signed, and nothing can be signed now.
        LogError: the files of the log are not what they were.
    """
    return bundles.bundle_around(of(award, now), proof(award))


def _log(award: PathwayAward, data: bytes) -> None:
    document = jsonio.load_object(data)
    did = Node(document, "").children("issuer")[0].text("id") or ""
    to_log = services.ToLog(award.credential_id, credential_digest(document), did, record=True)
    services.log_credentials(award.organisation, [to_log])


def _signed(award: PathwayAward, now: datetime) -> bytes:
    row = _final(award)
    identity = keys.ensure_identity(row.organisation)
    signer = signing.open_signer(identity, KeyPurpose.CREDENTIAL, created=now)
    final = jsonio.load_object(bytes(row.document))
    files = [
        bytes(one.credential.document if one.credential else one.external)
        for one in stacks.constituents(award)
    ]
    # A token cannot stand in a record letter by letter; the stack's own file holds it.
    parts = [jsonio.load_object(data) for data in files if data.lstrip().startswith(b"{")]
    return signer.sign_record(_record(row, final, parts, identity, now)).data


def _record(
    row: Credential,
    final: JsonObject,
    parts: Sequence[JsonObject],
    identity: IssuerIdentity,
    now: datetime,
) -> JsonObject:
    version = row.achievement_version
    document = clr.build(
        credential_id=f"{credential_url(row.pk)}/transcript.json",
        issuer=template(row.organisation, version, identity.did, now).issuer,
        name=version.name,
        learner=clr.Learner(),
        credentials=[final, *parts],
        associations=clr.stack_associations(
            _achievement(final), [_achievement(one) for one in parts]
        ),
        valid_from=now,
        partial=True,
    )
    subject = document["credentialSubject"]
    told = Node(final, "").children("credentialSubject")[0].value
    assert isinstance(subject, dict)  # noqa: S101 - built above
    subject |= {name: told[name] for name in ("identifier",) if name in told}
    if str(told.get("id", "")).startswith("did:"):
        subject["id"] = told["id"]
    return document


def _achievement(document: JsonObject) -> str:
    subject = Node(document, "").children("credentialSubject")[0]
    return subject.children("achievement")[0].text("id") or ""


def _final(award: PathwayAward) -> Credential:
    everywhere = Credential.objects.with_scopes_disabled()
    found: Credential = everywhere.select_related("organisation", "achievement_version").get(
        pk=award.credential_id
    )
    return found
