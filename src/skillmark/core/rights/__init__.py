"""The right to issue: signed definitions, grants, endorsements and a registry of known issuers.

`writing` makes the documents that are signed, `papers` reads them, `check_right` answers whether
an issuer had the right to issue a credential. Keys, time and network are the callers'.
"""

from skillmark.core.rights import writing
from skillmark.core.rights.answer import FORGED, Answer, Outcome
from skillmark.core.rights.checking import check_right
from skillmark.core.rights.errors import RegistryError
from skillmark.core.rights.papers import MEDIA_TYPE, Kind, Named, Paper, digest_of, named
from skillmark.core.rights.registry import Known, Registry, parse_registry, require_signed

__all__ = [
    "FORGED",
    "MEDIA_TYPE",
    "Answer",
    "Kind",
    "Known",
    "Named",
    "Outcome",
    "Paper",
    "Registry",
    "RegistryError",
    "check_right",
    "digest_of",
    "named",
    "parse_registry",
    "require_signed",
    "writing",
]
