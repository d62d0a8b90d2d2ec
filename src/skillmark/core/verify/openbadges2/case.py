"""What one verification of an Open Badge of version 2 carries along."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime

from skillmark.core import jsonio
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify.documents import Documents
from skillmark.core.verify.evidence import MAX_BADGE, Evidence, Need, NeedKind, Unavailable
from skillmark.core.verify.findings import Findings
from skillmark.core.verify.openbadges2.shapes import Shown
from skillmark.core.verify.policy import Policy

type Step[Found] = Generator[tuple[Need, ...], Evidence, Found]
"""A part of the verification that may ask for documents on the way."""


@dataclass(slots=True)
class Case:
    """One badge before one verifier.

    Attributes:
        shown: what came.
        at: the moment, with a zone.
        policy: what is asked for beyond the standards.
        findings: filled on the way.
        documents: what was fetched.
    """

    shown: Shown
    at: datetime
    policy: Policy
    findings: Findings
    documents: Documents

    def fetch(self, url: str, kind: NeedKind) -> Step[JsonObject | Unavailable]:
        """Return the document at an address, or why there is none."""
        yield from self.documents.ask([Need(url, kind, url, MAX_BADGE)])
        found = self.documents.get(url)
        if isinstance(found, Unavailable):
            return found
        try:
            return jsonio.load_object(found, max_bytes=MAX_BADGE)
        except jsonio.JsonError as error:
            reason = f"What lies at the address cannot be read. {error.message}"
            return Unavailable(error.code, reason)
