"""An export for the Blockcerts tools that is final, for the tests of who may pass where."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation

NAMES: Final = ("export_id",)
# The public key of a development node's first account.
PUBLIC_KEY: Final = bytes.fromhex(
    "048318535b54105d4a7aae60c08fc45f9687181b4fdfc625bd1a753fa7397fed7"
    "53547f11ca8696646f2f3acb08e31016afac23e630c5d11f59f61fef57b0d2aa5"
)


def objects(
    organisation: "Organisation", batch_id: str, credential: "Credential"
) -> dict[str, str]:
    """Return the id of an export of one credential; the organisation's scope must be open."""
    from skillmark.core import canon
    from skillmark.core.anchor import merkle_proof_2019 as mp
    from skillmark.platform.anchors.models import Anchor
    from skillmark.platform.blockcerts import copying
    from skillmark.platform.blockcerts.models import BlockcertsExport, BlockcertsLeaf

    export = BlockcertsExport.objects.create(
        organisation=organisation,
        batch_id=batch_id,
        chain="eip155:11155111",
        public_key=PUBLIC_KEY,
        fragment="blockcerts-f39fd6e5",
        total=1,
    )
    leaf = BlockcertsLeaf.objects.create(
        organisation=organisation, export=export, credential=credential, place=0
    )
    copy = copying.copy_of(bytes(credential.document), leaf.pk)
    leaf.target = mp.target_of(copy, canon.canonicalize)
    leaf.save()
    export.anchor = Anchor.objects.create(
        kind="blockcerts",
        state="final",
        origin=str(export.pk),
        size=1,
        root=leaf.target.hex(),
        chain=export.chain,
        tx="0x" + "5a" * 32,
    )
    export.save()
    return {"export_id": str(export.pk)}
