"""What can be wrong with an exported audit trail before its chain is even looked at."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class AuditFileError(SkillmarkError):
    """The file is no audit trail in the form we write."""

    code: ClassVar[str] = "audit.file"
