"""The sentences of verification reports and of the interface for programs."""

from typing import Final

from skillmark.platform.verifying.sentences import (
    anchors,
    checks,
    formats,
    logs,
    proofs,
    requests,
    rights,
)

SENTENCES: Final = (
    *checks.SENTENCES,
    *formats.SENTENCES,
    *requests.SENTENCES,
    *logs.SENTENCES,
    *anchors.SENTENCES,
    *rights.SENTENCES,
    *proofs.SENTENCES,
)
