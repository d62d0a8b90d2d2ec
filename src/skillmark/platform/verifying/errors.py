"""What can be wrong with a question put to the verifier, apart from the credential itself."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class VerifyingError(SkillmarkError):
    """The question cannot be answered as it was put."""

    code: ClassVar[str] = "verifying"


class NothingGivenError(VerifyingError):
    """Neither a file nor a text was sent."""

    code = "verifying.nothing_given"


class UploadTooLargeError(VerifyingError):
    """The file or text is larger than any credential we read."""

    code = "verifying.too_large"
