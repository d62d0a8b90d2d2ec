"""Why a job does not go on."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # Services.
    gettext_noop("There is no such kind of job."),
    gettext_noop("This job has ended already."),
    gettext_noop("Only a job that failed or was cancelled can be resumed."),
)
