"""Ways to change the proof of a signed credential: other options, letters, owners, signers."""

from collections.abc import Callable
from typing import Any

from attacked_credentials import METHOD, SUITES, THIEF, document, is_finite
from badge_samples import VALID_FROM
from hypothesis import assume
from hypothesis import strategies as st
from mangling import ANYTHING

from skillmark.core import canon, did
from skillmark.core.encoding import base64url, multibase
from skillmark.core.encoding.multibase import Base
from skillmark.core.proof import add_proof, without_proof

type Draw = Callable[[st.SearchStrategy[Any]], Any]

THIEF_DID = did.key.did_of(THIEF.public)


def edit_proof(draw: Draw, value: Any) -> Any:
    proof = value["proof"]
    names = [
        *proof,
        "id",
        "expires",
        "domain",
        "challenge",
        "nonce",
        "previousProof",
        "@context",
    ]
    proof[draw(st.sampled_from(names))] = draw(
        st.sampled_from([*SUITES, "ecdsa-rdfc-2019", "Ed25519Signature2020", "none", ""])
        | st.sampled_from(["assertionMethod", "authentication", "keyAgreement"])
        | st.sampled_from(
            ["2026-03-02T09:00:00Z", "2030-01-01T00:00:00Z", "urn:uuid:1", METHOD]
        )
        | st.sampled_from([f"{THIEF_DID}#{METHOD.partition('#')[2]}", THIEF_DID])
        | st.sampled_from([value["@context"], value["@context"][:1], value["issuer"]])
        | ANYTHING
    )
    assume(is_finite(value))
    return value


def swap_proof(draw: Draw, value: Any) -> Any:
    """Put the proof of another credential of this issuer beside, before or for this one's."""
    suite = draw(st.sampled_from(SUITES))
    stolen = document(suite, 2)["proof"]
    own = value["proof"]
    value["proof"] = draw(
        st.sampled_from(
            [
                *(stolen, [own, stolen], [stolen, own], [own, own], [own], [], [[own]]),
                own | {"proofValue": stolen["proofValue"]},
                stolen | {"id": "urn:uuid:1"},
            ]
        )
    )
    return value


def respell_signature(draw: Draw, value: Any) -> Any:
    """Write the signature in other letters, widths and bases, or change one bit of it."""
    old = value["proof"]["proofValue"]
    raw = multibase.decode(old)
    bit = draw(st.integers(0, 8 * len(raw) - 1))
    flipped = bytearray(raw)
    flipped[bit // 8] ^= 1 << bit % 8
    order = 2**252 + 27742317777372353535851937790883648493
    twin = raw[:32] + (int.from_bytes(raw[32:], "little") + order).to_bytes(32, "little")
    value["proof"]["proofValue"] = draw(
        st.sampled_from(
            [
                multibase.encode(bytes(flipped)),
                multibase.encode(twin),
                multibase.encode(raw, base=Base.BASE64URL),
                multibase.encode(raw[:63]),
                multibase.encode(raw + b"\0"),
                multibase.encode(b"\0" + raw),
                f"z1{old[1:]}",
                f"{old}=",
                f" {old}",
                old[1:],
                f"Z{old[1:]}",
                f"m{base64url.encode(raw)}",
                f"f{raw.hex()}",
                old.swapcase(),
            ]
        )
    )
    return value


def sign_as_thief(draw: Draw, value: Any) -> Any:
    """Sign again, rightly, with a key that is not the issuer's, under a name of choice."""
    method = draw(
        st.sampled_from(
            [
                METHOD,
                f"{METHOD.partition('#')[0]}#{THIEF.public.to_multikey()}",
                f"{THIEF_DID}#{THIEF.public.to_multikey()}",
                f"{THIEF_DID}#{METHOD.partition('#')[2]}",
                f"{METHOD}?x#{THIEF.public.to_multikey()}",
                f"{THIEF_DID}?{METHOD}",
            ]
        )
    )
    signed = add_proof(
        without_proof(value),
        signer=THIEF,
        verification_method=method,
        created=VALID_FROM,
        cryptosuite=draw(st.sampled_from(SUITES)),
        canonicalize=canon.canonicalize,
    )
    if draw(st.booleans()):
        signed["proof"] = [value["proof"], signed["proof"]]
    return signed
