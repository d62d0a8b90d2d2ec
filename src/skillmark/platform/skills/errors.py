"""What can be wrong with a skills framework, a file of one, and a skill."""

from skillmark.core.errors import SkillmarkError


class SkillsError(SkillmarkError):
    """The skills do not allow that."""

    code = "skills"


class FileUnreadableError(SkillsError):
    """The file is no skills framework in a layout that is known."""

    code = "skills.file_unreadable"


class FileTooLargeError(SkillsError):
    """The file holds more than any framework that is read."""

    code = "skills.file_too_large"


class FileEmptyError(SkillsError):
    """No row of the file can be taken as a skill."""

    code = "skills.file_empty"


class FrameworkNeededError(SkillsError):
    """The file does not say which framework it is."""

    code = "skills.framework_needed"


class FrameworkShapeError(SkillsError):
    """The framework's own facts cannot be kept."""

    code = "skills.framework_invalid"


class SkillInvalidError(SkillsError):
    """A skill of one's own cannot be kept as it is."""

    code = "skills.skill_invalid"


class UploadStateError(SkillsError):
    """The uploaded file was imported or thrown away before."""

    code = "skills.upload_state"


class SeedDamagedError(SkillsError):
    """The skills that came with the program cannot be read."""

    code = "skills.seed_damaged"
