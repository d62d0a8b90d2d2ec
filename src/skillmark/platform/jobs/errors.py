"""What can be wrong with a job."""

from skillmark.core.errors import SkillmarkError


class JobError(SkillmarkError):
    """The job does not allow that."""

    code = "jobs"


class UnknownKindError(JobError):
    """Nobody registered this kind of job."""

    code = "jobs.unknown_kind"


class JobOverError(JobError):
    """The job has ended; it cannot be cancelled."""

    code = "jobs.over"


class JobOpenError(JobError):
    """The job is still at work; it cannot be resumed."""

    code = "jobs.open"
