"""What can keep credentials from being exported for the Blockcerts tools."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class BlockcertsError(SkillmarkError):
    """The export is not possible now."""

    code: ClassVar[str] = "blockcerts"


class ExportOffError(BlockcertsError):
    """The organisation has not switched the export on."""

    code: ClassVar[str] = "blockcerts.off"


class NoNetworkError(BlockcertsError):
    """This site sends nothing to an Ethereum network."""

    code: ClassVar[str] = "blockcerts.no_network"


class NetworkUnknownError(BlockcertsError):
    """The Blockcerts tools know nothing of the network that this site sends to."""

    code: ClassVar[str] = "blockcerts.network_unknown"


class IdentifierError(BlockcertsError):
    """The organisation has no did:web identifier, in which the tools could find the account."""

    code: ClassVar[str] = "blockcerts.identifier"


class NothingToExportError(BlockcertsError):
    """Every valid credential of the batch has been exported, or there is none."""

    code: ClassVar[str] = "blockcerts.nothing"


class NotFinalError(BlockcertsError):
    """The transaction is not final yet, so there are no copies to hand out."""

    code: ClassVar[str] = "blockcerts.not_final"


class CopyChangedError(BlockcertsError):
    """The copy that would be handed out is not the one whose hash is in the tree."""

    code: ClassVar[str] = "blockcerts.copy_changed"
