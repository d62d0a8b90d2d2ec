"""A verifier's policy as a file: whom to trust, and what has to be proven.

It travels with the verifier, never with a credential. Each part is read by whoever judges with
it, so a misspelt limit is an error and never a missing limit.
"""

import re
from typing import Final

from skillmark.core.anchor.evm import TrustedChain
from skillmark.core.anchor.opentimestamps import BitcoinHeaders
from skillmark.core.did.webvh import Head
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonError, JsonObject, load_object
from skillmark.core.log import LogPolicy
from skillmark.core.rights import Registry, parse_registry
from skillmark.core.verify.errors import PolicyFileError
from skillmark.core.verify.report import CHECKS, OPTIONAL
from skillmark.core.verify.strict import Members
from skillmark.core.verify.trust import Trust

TYPE: Final = "SkillmarkPolicy"
VERSION: Final = 1
MAX_BYTES: Final = 33_554_432  # of the file
MAX_CHAINS: Final = 100
MAX_HEADS: Final = 100_000

_VERSION: Final = re.compile(r"([1-9][0-9]{0,4})-[A-Za-z0-9]{1,100}", re.ASCII)
_MAX_TEXT: Final = 65_536  # characters of the policy of logs


def read_policy(data: bytes) -> Trust:
    """Read a policy file.

    Raises:
        PolicyFileError: no strict JSON, larger than `MAX_BYTES`, a member that is unknown, or a
            part that cannot be read; the fact ``cause`` names what is wrong with the part.
    """
    try:
        return parse(load_object(data, max_bytes=MAX_BYTES))
    except JsonError as error:
        raise PolicyFileError(
            f"The policy cannot be read. {error.message}", cause=error.code
        ) from error


def parse(document: JsonObject) -> Trust:
    """Return the policy that an object is.

    Raises:
        PolicyFileError: as `read_policy`.
    """
    members = Members(document, "", PolicyFileError)
    members.constant("type", TYPE)
    members.constant("version", VERSION)
    try:
        trust = Trust(
            log=_log(members),
            demand=_demand(members),
            chains=tuple(map(TrustedChain.from_json, members.objects("chains", MAX_CHAINS))),
            bitcoin=_bitcoin(members),
            issuers=_issuers(members),
            heads=_heads(members),
        )
    except PolicyFileError:
        raise
    except SkillmarkError as error:
        raise PolicyFileError(
            f"A part of the policy cannot be read. {error.message}", cause=error.code
        ) from error
    members.finish()
    return trust


def _log(members: Members) -> LogPolicy | None:
    found = members.text_or_none("log", _MAX_TEXT)
    if found is None:
        return None
    try:
        return LogPolicy.parse(found.encode())
    except UnicodeEncodeError:
        members.refuse("log", "“log” holds half a letter.")


def _demand(members: Members) -> frozenset[str]:
    found = members.texts("demand", len(OPTIONAL), 20)
    if len(set(found)) != len(found) or not set(found) <= OPTIONAL:
        names = ", ".join(name for name in CHECKS if name in OPTIONAL)
        members.refuse("demand", f"“demand” names each of {names} at most once.")
    return frozenset(found)


def _bitcoin(members: Members) -> BitcoinHeaders:
    found = members.optional("bitcoin")
    return BitcoinHeaders.none() if found is None else BitcoinHeaders.from_json(found.value)


def _issuers(members: Members) -> Registry | None:
    found = members.optional("issuers")
    return None if found is None else parse_registry(found.value)


def _heads(members: Members) -> dict[str, Head]:
    heads: dict[str, Head] = {}
    for scid, version in members.mapping("heads", MAX_HEADS).items():
        found = _VERSION.fullmatch(version) if isinstance(version, str) else None
        if found is None:
            members.refuse("heads", "“heads” holds ids of versions, such as 3-Qm….")
        heads[scid] = Head(scid, int(found[1]), found[0])
    return heads
