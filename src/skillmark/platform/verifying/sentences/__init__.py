"""The sentences of verification reports and of the interface for programs."""

from typing import Final

from skillmark.platform.verifying.sentences import checks, formats, requests

SENTENCES: Final = (
    *checks.SENTENCES,
    *formats.SENTENCES,
    *requests.SENTENCES,
)
