"""Issue and verify per second on one core, beside @digitalbazaar/vc in the same run.

    python benchmarks/issue_verify.py [--seconds 3] [--without-peer] [--json]

The credential is one realistic Open Badge, about 4 kB; names, ids and salts vary by person. The
library is measured both ways: every document canonicalised in full, and by the shape cache as
bulk issuing and batch verification use it. Verifying means everything the report names: strict
JSON, contexts, proof, issuer, period, schema, the rules of Open Badges; "proof alone" is what the
peer does. Raw Ed25519 is the limit. Rates are per CPU-second.
"""

import argparse
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from skillmark.core import did, jsonio  # noqa: E402
from skillmark.core.badges.achievement import (  # noqa: E402
    Achievement,
    Alignment,
    Criteria,
    ResultDescription,
)
from skillmark.core.badges.credential import build  # noqa: E402
from skillmark.core.badges.profile import Image, Profile  # noqa: E402
from skillmark.core.badges.subject import (  # noqa: E402
    AchievementSubject,
    Evidence,
    IdentityObject,
    Result,
)
from skillmark.core.canon.compiled import ShapeCache  # noqa: E402
from skillmark.core.crypto import Algorithm, PrivateKey  # noqa: E402
from skillmark.core.proof import BulkSigner, add_proof, check_proof, proofs_of  # noqa: E402
from skillmark.core.verify import Verdict, judge  # noqa: E402

PEOPLE = 2_000
SITE = "https://harbour.example"
NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
SEED = b"\x01" * 32
KEY = PrivateKey.generate(Algorithm.ED25519, SEED)
ISSUER = did.key.did_of(KEY.public)
METHOD = did.key.verification_method(ISSUER)

ACHIEVEMENT = Achievement(
    id=f"{SITE}/a/workplace-safety",
    name="Workplace Safety Foundations",
    description="Works safely in a warehouse: sees hazards, wears the gear, acts in a fire.",
    achievement_type="MicroCredential",
    criteria=Criteria(
        id=f"{SITE}/a/workplace-safety/criteria",
        narrative="Passed the practical assessment of all four units of three hours each, under "
        "supervision, with at least a grade of C in every one of them.",
    ),
    image=Image(id=f"{SITE}/a/workplace-safety.png", caption="Badge of four shields"),
    tag=("safety", "warehouse", "fire prevention", "heavy weights"),
    alignment=tuple(
        Alignment(
            target_name=name,
            target_url=f"{SITE}/skills/{place}",
            target_type="CFItem",
            target_framework="Skills of the example",
            target_code=f"S-{place}",
        )
        for place, name in enumerate(["identify hazards", "use protective gear", "lift safely"])
    ),
    result_description=(
        ResultDescription(
            id=f"{SITE}/a/workplace-safety#grade",
            name="Final grade",
            result_type="LetterGrade",
            allowed_value=("D", "C", "B", "A"),
        ),
    ),
)
PROFILE = Profile(
    id=ISSUER,
    name="Harbour Skills Training",
    url=SITE,
    email="office@harbour.example",
    description="An invented provider of short courses.",
)


def credential(number: int) -> dict[str, Any]:
    """Return the unsigned credential of one person."""
    name = f"{SITE}/c/{number:08d}"
    subject = AchievementSubject(
        achievement=ACHIEVEMENT,
        identifier=(
            IdentityObject.hashed_email(
                f"person{number}@learner.example", secrets.token_hex(16)
            ),
        ),
        result=(Result(result_description=f"{SITE}/a/workplace-safety#grade", value="B"),),
        activity_start=NOW,
        activity_end=NOW,
    )
    evidence = Evidence(
        id=f"{name}/evidence",
        name="Practical assessment",
        narrative=f"Seen by assessor {number}.",
    )
    return build(
        credential_id=name,
        issuer=PROFILE,
        subject=subject,
        valid_from=NOW,
        valid_until=NOW.replace(year=2029),
        evidence=(evidence,),
    )


def rate(step: Callable[[], object], seconds: float) -> float:
    """Return how often a step runs in a CPU-second, after a little warming up."""
    for _ in range(3):
        step()
    count, start = 0, time.process_time()
    while (passed := time.process_time() - start) < seconds:
        step()
        count += 1
    return count / passed


def over(documents: list[Any], act: Callable[[Any], object]) -> Callable[[], object]:
    """Return a step that takes one document after another."""
    endless: Iterator[Any] = cycle(documents)
    return lambda: act(next(endless))


def verify_with(canonicalize: Callable[..., bytes] | None) -> Callable[[bytes], None]:
    """Return the full verification of one file: JSON, contexts, proof, schema, rules."""
    options: dict[str, Any] = {} if canonicalize is None else {"canonicalize": canonicalize}

    def verify(data: bytes) -> None:
        if judge(data, {}, at=NOW, **options).verdict is not Verdict.VALID:
            raise SystemExit("the benchmark's credential is not valid")

    return verify


def check(data: bytes, canonicalize: Callable[..., bytes]) -> None:
    """Read one file and check its proof, without form, rules and issuer."""
    document = jsonio.load_object(data)
    (proof,) = proofs_of(document)
    check_proof(document, proof, KEY.public, canonicalize=canonicalize)


def measure(seconds: float) -> dict[str, dict[str, float]]:
    """Return the rates of the library and of raw Ed25519."""
    unsigned = [credential(number) for number in range(PEOPLE)]
    bulk = BulkSigner(KEY, METHOD, NOW, canonicalize=ShapeCache(compile_at=1).canonicalize)
    options: dict[str, Any] = {"signer": KEY, "verification_method": METHOD, "created": NOW}
    signed = [jsonio.dumps(bulk.add_proof(document)) for document in unsigned]
    digest, signature = b"\0" * 64, KEY.sign(b"\0" * 64)
    seen = ShapeCache(compile_at=1).canonicalize
    return {
        "raw Ed25519": {
            "issue": rate(lambda: KEY.sign(digest), seconds),
            "verify": rate(lambda: KEY.public.verify(signature, digest), seconds),
        },
        "skillmark, shape seen": {
            "issue": rate(
                over(unsigned, lambda one: jsonio.dumps(bulk.add_proof(one))), seconds
            ),
            "verify": rate(over(signed, verify_with(seen)), seconds),
        },
        "skillmark, proof alone": {
            "issue": rate(over(unsigned, bulk.add_proof), seconds),
            "verify": rate(over(signed, lambda data: check(data, seen)), seconds),
        },
        "skillmark, every one in full": {
            "issue": rate(
                over(unsigned, lambda one: jsonio.dumps(add_proof(one, **options))), seconds
            ),
            "verify": rate(over(signed, verify_with(None)), seconds),
        },
    }


def measure_peer(seconds: float) -> dict[str, dict[str, float]]:
    """Return the rates of @digitalbazaar/vc on the same credential, or nothing."""
    import node_peers  # noqa: PLC0415 (tests/support, only when asked for)

    try:
        node_peers.install()
    except node_peers.NoPeersError as error:
        print(f"@digitalbazaar/vc left out: {error}", file=sys.stderr)
        return {}
    answer = node_peers.run(
        "digitalbazaar.mjs",
        command="bench",
        credentials=[credential(0)],
        seed=SEED.hex(),
        seconds=seconds,
        now="2026-05-01T09:00:00Z",
    )
    rates = {name: answer[name]["per_cpu_second"] for name in ("issue", "verify")}
    return {"@digitalbazaar/vc": rates}


def table(rates: dict[str, dict[str, float]]) -> Iterator[str]:
    """Yield the lines of the table, with ratios to the limit and to the peer."""
    raw, peer = rates["raw Ed25519"], rates.get("@digitalbazaar/vc")
    heads = "".join(f"{what:>10}{'of raw':>8}{'x peer':>8}" for what in ("issue", "verify"))
    yield f"{'per CPU-second':<30}{heads}"
    for name, found in rates.items():
        line = f"{name:<30}"
        for what in ("issue", "verify"):
            times = f"{found[what] / peer[what]:.1f}" if peer else "-"
            line += f"{found[what]:>10,.0f}{found[what] / raw[what]:>8.1%}{times:>8}"
        yield line


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=3.0, help="for each figure")
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--json", action="store_true", help="print the rates as JSON")
    options = parser.parse_args()
    rates = measure(options.seconds)
    if not options.without_peer:
        rates |= measure_peer(options.seconds)
    size = len(jsonio.dumps(credential(0)))
    if options.json:
        print(json.dumps({"bytes": size, "rates": rates}))
    else:
        print(f"one Open Badge of {size:,} bytes, unsigned")
        print("\n".join(table(rates)))


if __name__ == "__main__":
    main()
