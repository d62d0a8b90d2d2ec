"""What can go wrong with keys, signatures and status lists, each with its stable code."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class TrustError(SkillmarkError):
    """Something about keys or signatures is wrong."""

    code: ClassVar[str] = "trust"


class VaultError(TrustError):
    """A sealed key cannot be opened: wrong passphrase, moved row or altered bytes."""

    code = "trust.vault_sealed"


class PassphraseError(TrustError):
    """The configured passphrase is not the one that sealed the keys."""

    code = "trust.passphrase_wrong"


class NoKeyError(TrustError):
    """The organisation has no active key for this purpose."""

    code = "trust.key_missing"


class SigningHaltedError(TrustError):
    """A kill switch is set: nothing is signed until it is lifted."""

    code = "trust.signing_halted"


class WrongIssuerError(TrustError):
    """The document names an issuer that is not the organisation's DID."""

    code = "trust.issuer_mismatch"


class WrongTypeError(TrustError):
    """The document has a type that this signer does not sign."""

    code = "trust.type_not_allowed"


class StatusMissingError(TrustError):
    """The document lacks a status entry of ours for each purpose."""

    code = "trust.status_missing"


class WrongDateError(TrustError):
    """The document's validity does not fit the present."""

    code = "trust.date_out_of_range"


class NotIssuableError(TrustError):
    """The document does not pass the lint before issue."""

    code = "trust.not_issuable"


class SelfCheckError(TrustError):
    """The signer's own signature does not verify; nothing was handed out."""

    code = "trust.self_check_failed"


class StatusSlotError(TrustError):
    """A status index cannot be allotted or found."""

    code = "trust.status_slot"


class BackupError(TrustError):
    """The file is no backup of keys in the form we write, or it contradicts itself."""

    code = "trust.backup_invalid"


class BackupSealedError(TrustError):
    """The backup does not open with this passphrase, or its bytes were altered."""

    code = "trust.backup_sealed"


class BackupForeignError(TrustError):
    """The backup belongs to an organisation that is not here, or its keys to another one."""

    code = "trust.backup_foreign"


class PausedError(TrustError):
    """Issuing is paused already, or it is not paused."""

    code = "trust.pause"


class UpdateKeyLostError(TrustError):
    """The promised key of an identity's history is not here: nothing can be added to it."""

    code = "trust.update_key_lost"


class HistoryGoesOnError(TrustError):
    """The history can go on: its promised key is here, so no other is begun in its place."""

    code = "trust.history_goes_on"


class HistoryNamedError(TrustError):
    """Credentials name the did:webvh of this history; they would lose their issuer with it."""

    code = "trust.history_named"


class NoHistoryError(TrustError):
    """The organisation's identity has no published history, so nothing can be issued under it."""

    code = "trust.no_history"


class HeadMovedError(TrustError):
    """A witness approved another version of a history at the same moment."""

    code = "trust.head_moved"


class NotWitnessedError(TrustError):
    """What a witness answered is no approval of the version it was asked for."""

    code = "trust.not_witnessed"


class WitnessSettingError(TrustError):
    """The settings name a witness wrongly, or ask for more witnesses than there are."""

    code = "trust.witness_setting"


class WitnessRefusedError(TrustError):
    """This site does not witness the history that it was asked to approve."""

    code = "trust.witness_refused"


class CompromiseError(TrustError):
    """The answer to a stolen key cannot begin, or was begun before."""

    code = "trust.compromise"


class KnownGoodError(TrustError):
    """The moment from which a key is not trusted lies in the future or before the key."""

    code = "trust.known_good"


class KeysElsewhereError(TrustError):
    """This process opens no keys: the signer's own process holds them."""

    code = "trust.signer_holds_keys"


class KeyUsedError(TrustError):
    """The key is in use; it ends by being replaced."""

    code = "trust.key_in_use"
