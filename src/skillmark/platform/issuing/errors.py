"""What can go wrong while issuing, each with its stable code."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class IssuingError(SkillmarkError):
    """Something about an award, a batch or a credential is wrong."""

    code: ClassVar[str] = "issuing"


class NotPublishedError(IssuingError):
    """The achievement has no published version, so nothing can be issued from it."""

    code = "award.achievement_not_published"


class UnknownAchievementError(IssuingError):
    """The organisation has no achievement of this slug or id."""

    code = "award.achievement_unknown"


class RecipientError(IssuingError):
    """A field of the recipient is missing or malformed.

    Facts: ``field`` names the column, as in the CSV.
    """

    code = "award.recipient_invalid"


class AlreadyIssuedError(IssuingError):
    """The same award was made before. Facts: ``credential`` is the id of what exists."""

    code = "award.already_issued"


class CredentialFrozenError(IssuingError):
    """The bytes of an issued credential were about to change or to be overwritten."""

    code = "credential.frozen"


class ErasedError(IssuingError):
    """The record was erased at the wish, or for the protection, of the person it is about."""

    code = "credential.erased"


class StateError(IssuingError):
    """The credential is not in a state that allows this act."""

    code = "credential.state"


class ReplacedError(StateError):
    """The credential was replaced before. Facts: ``replacement`` is the id of what replaced it."""

    code = "credential.replaced"


class UnchangedError(IssuingError):
    """A correction says what the credential says already."""

    code = "credential.unchanged"


class NotRenewableError(StateError):
    """The credential cannot be renewed as it is."""

    code = "credential.not_renewable"


class ApprovalNeededError(IssuingError):
    """So many changes need a second person. Facts: ``count``, ``limit``, ``spent``."""

    code = "credential.approval_needed"


class BulkChangeError(IssuingError):
    """The change to many credentials is not in a state that allows this act."""

    code = "bulk.state"


class NothingChosenError(IssuingError):
    """No credential of the organisation is chosen, or none that the act would change."""

    code = "bulk.nothing_chosen"


class SelectionError(IssuingError):
    """The list of credentials cannot be read, or is too long."""

    code = "bulk.selection_invalid"


class ReasonMissingError(IssuingError):
    """Revoking and suspending need a reason."""

    code = "credential.reason_missing"


class NoAddressError(IssuingError):
    """The credential has no e-mail address to send to."""

    code = "credential.no_address"


class AddressMalformedError(IssuingError):
    """This is no e-mail address. Facts: ``field``."""

    code = "delivery.address_malformed"


class AddressSuppressedError(IssuingError):
    """Mail to this address came back, or its reader complained. Facts: ``cause``."""

    code = "delivery.address_suppressed"


class BatchStateError(IssuingError):
    """The batch is not in a state that allows this act."""

    code = "batch.state"


class NothingToIssueError(IssuingError):
    """Every row of the file has a problem or was issued before."""

    code = "batch.nothing_to_issue"


class BatchFileError(IssuingError):
    """The file as a whole cannot be read as a list of recipients."""

    code = "batch.file_unreadable"


class IdempotencyReusedError(IssuingError):
    """The Idempotency-Key was used before with another request."""

    code = "idempotency.key_reused"


class IdempotencyKeyError(IssuingError):
    """The Idempotency-Key is empty, too long or has letters outside printable ASCII."""

    code = "idempotency.key_malformed"


class ClaimLinkError(IssuingError):
    """The claim link is unknown, used up, expired or withdrawn."""

    code = "claim.link_invalid"


class CursorError(IssuingError):
    """The cursor is not one that a page of this list has given."""

    code = "cursor.malformed"


class UploadMissingError(IssuingError):
    """The request has neither a file nor rows to issue from."""

    code = "batch.file_missing"


class ScheduleError(IssuingError):
    """The time to issue at does not exist, is over or too far. Facts: ``zone``."""

    code = "batch.schedule_invalid"


class OpenLinkError(IssuingError):
    """The open claim link is not in a state that allows this act, or a field is not usable."""

    code = "open_link.invalid"


class OpenClaimError(IssuingError):
    """The open link gives nothing now. Facts: ``reason`` is a state of the link."""

    code = "open_link.not_open"


class CodeWordError(IssuingError):
    """The code word is not the link's."""

    code = "open_link.code_word"


class DomainError(IssuingError):
    """The link is for addresses of other domains."""

    code = "open_link.domain"
