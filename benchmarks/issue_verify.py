"""Issue and verify per second on one core, beside @digitalbazaar/vc in the same run.

    python benchmarks/issue_verify.py [--seconds 3] [--without-peer] [--json]

The credential is one realistic Open Badge, about 4 kB; names, ids and salts vary by person.

- issue, in bulk: `Issuer.issue_many` as the command line uses it: build, lint, sign, write; with
  "self-check" every signature is verified before it is handed out.
- issue, signing alone: sign and write a document that was built before, which is what the peer does.
- verify, whole report: strict JSON, contexts, proof, issuer, period, schema, rules of Open Badges.
- verify, proof alone: strict JSON and the proof, which is what the peer does.

"shape seen" is the shape cache, as a batch and a busy verifier have it; "in full" canonicalises
every document from nothing. Raw Ed25519 is the limit. Rates are per CPU-second, the best of three
rounds; nothing is written.
"""

import argparse
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from typing import Any

from machine import facts

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
from skillmark.core.canon import canonicalize  # noqa: E402
from skillmark.core.canon.compiled import ShapeCache  # noqa: E402
from skillmark.core.crypto import Algorithm, PrivateKey  # noqa: E402
from skillmark.core.issue.issuer import Award, Issuer  # noqa: E402
from skillmark.core.issue.recipient import Recipient  # noqa: E402
from skillmark.core.proof import BulkSigner, add_proof, check_proof, proofs_of  # noqa: E402
from skillmark.core.verify import Verdict, judge  # noqa: E402

PEOPLE = 2_000
PEER = "@digitalbazaar/vc"
RAW_ISSUE, RAW_VERIFY = "raw Ed25519, signing", "raw Ed25519, verifying"
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
    """Return how often a step runs in a CPU-second: the best of three rounds, warmed up."""
    for _ in range(32):
        step()
    return max(_round(step, seconds / 3) for _ in range(3))


def _round(step: Callable[[], object], seconds: float) -> float:
    done, start = 0, time.process_time()
    while (passed := time.process_time() - start) < seconds:
        step()
        done += 1
    return done / passed


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


def in_bulk(*, checked: bool) -> Callable[[], object]:
    """Return a step that issues the next credential of an endless batch, lint included."""
    issuer = Issuer(
        profile=PROFILE,
        verification_method=METHOD,
        signer=KEY,
        public_key=KEY.public if checked else None,
    )
    issued = issuer.issue_many(ACHIEVEMENT, map(award, count()), created=NOW)

    def step() -> None:
        if next(issued).credential is None:
            raise SystemExit("the benchmark's credential is refused")

    return step


def award(number: int) -> Award:
    """Return what one person is awarded."""
    return Award(
        recipient=Recipient(
            name=f"Person Nr {number}", email=f"person{number}@learner.example", grade="B"
        ),
        credential_id=f"{SITE}/c/{number:08d}",
        salt=f"{number:022d}",
        valid_from=NOW,
    )


def measure(seconds: float) -> dict[str, dict[str, float]]:
    """Return the rates of raw Ed25519 and of the library, by way and act."""
    unsigned = [credential(number) for number in range(PEOPLE)]
    bulk = BulkSigner(KEY, METHOD, NOW, canonicalize=ShapeCache(compile_at=1).canonicalize)
    options: dict[str, Any] = {"signer": KEY, "verification_method": METHOD, "created": NOW}
    signed = [jsonio.dumps(bulk.add_proof(document)) for document in unsigned]
    digest, signature = b"\0" * 64, KEY.sign(b"\0" * 64)
    seen = ShapeCache(compile_at=1).canonicalize
    steps: dict[str, tuple[str, Callable[[], object]]] = {
        RAW_ISSUE: ("issue", lambda: KEY.sign(digest)),
        "issue, in bulk, shape seen": ("issue", in_bulk(checked=False)),
        "issue, in bulk, self-check": ("issue", in_bulk(checked=True)),
        "issue, signing alone, shape seen": (
            "issue",
            over(unsigned, lambda one: jsonio.dumps(bulk.add_proof(one))),
        ),
        "issue, signing alone, in full": (
            "issue",
            over(unsigned, lambda one: jsonio.dumps(add_proof(one, **options))),
        ),
        RAW_VERIFY: ("verify", lambda: KEY.public.verify(signature, digest)),
        "verify, whole report, shape seen": ("verify", over(signed, verify_with(seen))),
        "verify, whole report, in full": ("verify", over(signed, verify_with(None))),
        "verify, proof alone, shape seen": (
            "verify",
            over(signed, lambda data: check(data, seen)),
        ),
        "verify, proof alone, in full": (
            "verify",
            over(signed, lambda data: check(data, canonicalize)),
        ),
    }
    return {name: {act: rate(step, seconds)} for name, (act, step) in steps.items()}


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
    return {PEER: {act: answer[act]["per_cpu_second"] for act in ("issue", "verify")}}


def table(rates: dict[str, dict[str, float]]) -> Iterator[str]:
    """Yield the lines of the table, with ratios to the limit and to the peer."""
    peer = rates.get(PEER, {})
    raw = {"issue": rates[RAW_ISSUE]["issue"], "verify": rates[RAW_VERIFY]["verify"]}
    yield f"{'':<36}{'per CPU-second':>16}{'of raw':>10}{'x peer':>10}"
    for name, found in rates.items():
        for act, figure in found.items():
            label = f"{act}, {name}" if name == PEER else name
            times = f"{figure / peer[act]:.1f}" if peer else "-"
            yield f"{label:<36}{figure:>16,.0f}{figure / raw[act]:>10.1%}{times:>10}"


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
        print("\n".join(facts()))
        print(f"credential one Open Badge of {size:,} bytes, unsigned, eddsa-rdfc-2022\n")
        print("\n".join(table(rates)))


if __name__ == "__main__":
    main()
