"""did:webvh 1.0: issuers whose keys have a history that nobody can rewrite.

`verify` reads a log strictly; nothing here fetches, and time and keys come in as arguments.
"""

from skillmark.core.did.webvh.errors import WebvhError
from skillmark.core.did.webvh.identifier import WebvhDid
from skillmark.core.did.webvh.log import History, Version, check_witnesses, read_log, verify
from skillmark.core.did.webvh.parameters import Parameters
from skillmark.core.did.webvh.signing import LogKey
from skillmark.core.did.webvh.witnesses import NO_WITNESSES, WitnessRule

__all__ = [
    "NO_WITNESSES",
    "History",
    "LogKey",
    "Parameters",
    "Version",
    "WebvhDid",
    "WebvhError",
    "WitnessRule",
    "check_witnesses",
    "read_log",
    "verify",
]
