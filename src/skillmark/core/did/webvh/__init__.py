"""did:webvh 1.0: issuers whose keys have a history that nobody can rewrite.

`verify` reads a log strictly, `resolve` finds a version of it through a function that fetches,
`writing` makes logs, `watching` keeps heads and approves as a witness, `key_history` says how
long a key lived and `key_standing` what a signature by it is worth, `parallel` makes and checks
the did:web beside it. Time, network and keys come in as arguments.
"""

from skillmark.core.did.webvh import (
    key_history,
    key_standing,
    parallel,
    watching,
    witnesses,
    writing,
)
from skillmark.core.did.webvh.errors import WebvhError
from skillmark.core.did.webvh.identifier import WebvhDid
from skillmark.core.did.webvh.key_history import KeyLife, life_of
from skillmark.core.did.webvh.key_standing import (
    KeyStanding,
    KeyVerdict,
    TimeSource,
    TrustedTime,
    standing,
    trusted_time,
)
from skillmark.core.did.webvh.log import History, Version, check_witnesses, read_log, verify
from skillmark.core.did.webvh.parameters import Parameters
from skillmark.core.did.webvh.resolution import Fetch, Query, Resolution, resolve
from skillmark.core.did.webvh.signing import LogKey
from skillmark.core.did.webvh.watching import Head, follow
from skillmark.core.did.webvh.witnesses import NO_WITNESSES, WitnessRule
from skillmark.core.did.webvh.writing import Change, Terms, create, deactivate, move, update

__all__ = [
    "NO_WITNESSES",
    "Change",
    "Fetch",
    "Head",
    "History",
    "KeyLife",
    "KeyStanding",
    "KeyVerdict",
    "LogKey",
    "Parameters",
    "Query",
    "Resolution",
    "Terms",
    "TimeSource",
    "TrustedTime",
    "Version",
    "WebvhDid",
    "WebvhError",
    "WitnessRule",
    "check_witnesses",
    "create",
    "deactivate",
    "follow",
    "key_history",
    "key_standing",
    "life_of",
    "move",
    "parallel",
    "read_log",
    "resolve",
    "standing",
    "trusted_time",
    "update",
    "verify",
    "watching",
    "witnesses",
    "writing",
]
