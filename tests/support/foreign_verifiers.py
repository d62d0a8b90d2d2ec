"""Our verifier and the foreign ones behind one signature, so that one table asks them all.

Each takes cases, a credential with the documents that the web has at that time, and gives an
`Answer` for each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import node_peers

from skillmark.core import jsonio
from skillmark.core.encoding import timestamp
from skillmark.core.verify import Verdict, judge

type Documents = Mapping[str, bytes]
type Case = tuple[Any, Documents]


class Verifier(Protocol):
    """Judges cases, at a moment or now."""

    def __call__(
        self, cases: Sequence[Case], *, at: datetime | None = None
    ) -> list["Answer"]: ...


REGISTRY = "registered_issuer"  # a step of verifier-core; false here, as no registry is given


@dataclass(frozen=True)
class Answer:
    """What a verifier says of one credential.

    Attributes:
        accepted: the credential is good in every way that was checked.
        revoked: what the revocation list says, None when it could not be read.
        suspended: the same of the suspension list.
        errors: in the verifier's own words.
        schema: what the verifier finds wrong by the published schema, None when not asked.
    """

    accepted: bool
    revoked: bool | None = None
    suspended: bool | None = None
    errors: tuple[str, ...] = ()
    schema: tuple[str, ...] | None = None


def by_us(cases: Sequence[Case], *, at: datetime | None = None) -> list[Answer]:
    return [_ours(*case, at=at or datetime.now(UTC)) for case in cases]


def _ours(credential: Any, documents: Documents, *, at: datetime) -> Answer:
    report = judge(credential, documents, at=at)
    codes = {check.code for check in report.checks}
    return Answer(
        accepted=report.verdict is Verdict.VALID,
        revoked=_bit(codes, "revoked"),
        suspended=_bit(codes, "suspended"),
        errors=tuple(check.code for check in report.reasons),
    )


def _bit(codes: set[str], word: str) -> bool | None:
    if f"status.{word}" in codes:
        return True
    return False if f"status.not_{word}" in codes else None


def by_digitalbazaar(cases: Sequence[Case], *, at: datetime | None = None) -> list[Answer]:
    """Ask `@digitalbazaar/vc` with the status check of `vc-bitstring-status-list`.

    That check says ``verified`` of every list that it could read, whatever the bit; to refuse a
    credential for its bit is left to the caller, and done here.
    """
    found = node_peers.run("digitalbazaar.mjs", command="verify", **_request(cases, at))
    return [
        Answer(
            accepted=one["verified"] and not any(one["statuses"].values()),
            revoked=one["statuses"].get("revocation"),
            suspended=one["statuses"].get("suspension"),
            errors=tuple(one["errors"]),
        )
        for one in found
    ]


def by_dcc(cases: Sequence[Case], *, at: datetime | None = None) -> list[Answer]:
    """Ask `@digitalcredentials/verifier-core`, all of whose steps must be good but `REGISTRY`.

    It reports the published schema beside the steps, as additional information.
    """
    return [_dcc(one) for one in node_peers.run("dcc.mjs", **_request(cases, at))]


def _dcc(answer: Any) -> Answer:
    steps = {name: good for name, good in answer["steps"].items() if name != REGISTRY}
    signed = steps.get("valid_signature") is True
    results = [one["result"] for part in answer["schemas"] for one in part["results"]]
    faults = [fault for result in results for fault in result.get("errors", [])]
    return Answer(
        accepted=signed and all(one is True for one in steps.values()) and not answer["errors"],
        revoked=_not(steps.get("revocation_status")),
        suspended=_not(steps.get("suspension_status")),
        errors=tuple(answer["errors"]),
        schema=tuple(f"{fault['instancePath']} {fault['message']}" for fault in faults)
        if results
        else None,
    )


def _not(good: bool | None) -> bool | None:
    return None if good is None else not good


def _request(cases: Sequence[Case], at: datetime | None) -> dict[str, Any]:
    listed = [
        {
            "credential": credential,
            "documents": {url: jsonio.loads(data) for url, data in documents.items()},
        }
        for credential, documents in cases
    ]
    return {"cases": listed} | ({"now": timestamp.encode(at)} if at else {})


VERIFIERS: list[Verifier] = [by_us, by_digitalbazaar, by_dcc]
