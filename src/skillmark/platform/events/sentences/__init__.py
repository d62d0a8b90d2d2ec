"""The sentences of the library about documents, badges and signatures, and of what is sent."""

from typing import Final

from skillmark.platform.events.sentences import (
    badges,
    documents,
    outgoing,
    pictures,
    signatures,
    trail,
    webvh,
)

SENTENCES: Final = (
    *badges.SENTENCES,
    *documents.SENTENCES,
    *outgoing.SENTENCES,
    *pictures.SENTENCES,
    *signatures.SENTENCES,
    *trail.SENTENCES,
    *webvh.SENTENCES,
)
