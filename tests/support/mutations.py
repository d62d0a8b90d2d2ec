"""Ways to change a signed credential, one by one: what a forger would try, and plain accidents.

Each way takes hypothesis's ``draw`` and a copy of the document, and returns the changed copy.
Nothing says whether the change matters; that is for the law that is tested.
"""

import copy
import json
import unicodedata
from collections.abc import Callable
from typing import Any, Literal

from attacked_credentials import METHOD, SUITES, THIEF, at, document, places
from badge_samples import VALID_FROM
from hypothesis import assume
from hypothesis import strategies as st
from mangling import ANYTHING

from skillmark.core import canon, did, jsonio
from skillmark.core.canon import contexts
from skillmark.core.encoding import base64url, multibase
from skillmark.core.encoding.multibase import Base
from skillmark.core.proof import add_proof, without_proof

type Draw = Callable[[st.SearchStrategy[Any]], Any]
type Change = Callable[[Draw, Any], Any]

# Letters that look like others, or like nothing, and letters that another form writes apart.
CONFUSABLE = str.maketrans("aceiopsxyAEHKMOPT", "асеіорѕхуАЕНКМОРТ")  # noqa: RUF001
INVISIBLE = [
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u202e",
    "\u00a0",
    " ",
    "\n",
    "\0",
]
FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")
THIEF_DID = did.key.did_of(THIEF.public)
VOCABULARY = [
    "https://schema.org/",
    "https://w3id.org/security#",
    "cred:",
    "sec:",
    "@",
    " ",
    "_:",
]


def _pick(draw: Draw, value: Any, kind: type | tuple[type, ...] = object) -> Any:
    """Return a container and the key of one part of it that is of a kind."""
    paths = [path for path in places(value) if isinstance(at(value, path), kind)]
    assume(paths)
    path = draw(st.sampled_from(paths))
    return at(value, path[:-1]), path[-1]


def drop(draw: Draw, value: Any) -> Any:
    holder, key = _pick(draw, value)
    del holder[key]
    return value


def anything(draw: Draw, value: Any) -> Any:
    holder, key = _pick(draw, value)
    holder[key] = draw(ANYTHING)
    return value


def add(draw: Draw, value: Any) -> Any:
    """Give an object a member that another one has, or one that nobody has."""
    target = _object(draw, value)
    names = sorted({path[-1] for path in places(value) if isinstance(path[-1], str)})
    name = draw(
        st.sampled_from([*names, "@id", "@type", "@reverse", "@graph", "@included", "x"])
    )
    assume(name not in target)
    target[name] = draw(ANYTHING)
    return value


def move(draw: Draw, value: Any) -> Any:
    holder, key = _pick(draw, value)
    assume(isinstance(key, str))
    target = _object(draw, value)
    target[key] = holder.pop(key)
    assume(_is_finite(value))
    return value


def exchange(draw: Draw, value: Any) -> Any:
    one, first = _pick(draw, value)
    other, second = _pick(draw, value)
    one[first], other[second] = copy.deepcopy(other[second]), copy.deepcopy(one[first])
    return value


def rename(draw: Draw, value: Any) -> Any:
    holder, key = _pick(draw, value)
    assume(isinstance(key, str))
    new = draw(
        st.sampled_from(
            [
                key.upper(),
                key.capitalize(),
                key.translate(CONFUSABLE),
                f"{key} ",
                f"{key}\u200b",
                *(f"{prefix}{key}" for prefix in VOCABULARY),
            ]
        )
    )
    holder[new] = holder.pop(key)
    return value


def duplicate(draw: Draw, value: Any) -> Any:
    holder, key = _pick(draw, value, list)
    assume(holder[key])
    holder[key].append(copy.deepcopy(draw(st.sampled_from(holder[key]))))
    return value


def reorder(draw: Draw, value: Any) -> Any:
    holder, key = _pick(draw, value, (list, dict))
    if isinstance(holder[key], list):
        holder[key] = draw(st.permutations(holder[key]))
    else:
        holder[key] = dict(draw(st.permutations(list(holder[key].items()))))
    return value


def retype(draw: Draw, value: Any) -> Any:
    """Write a value as one of another type that could pass for it."""
    holder, key = _pick(draw, value)
    old = holder[key]
    holder[key] = draw(
        st.sampled_from(
            [
                [old],
                [0, old],
                [None, old],
                {"@value": old},
                {"@value": old, "@type": "http://www.w3.org/2001/XMLSchema#string"},
                {"id": old},
                {"@id": old},
                {"@list": [old]},
                {"@set": [old]},
                {"en": old},
                old if isinstance(old, str) else json.dumps(old),
                old[0] if isinstance(old, list) and old else None,
                old == "true" or None,
                int(old) if isinstance(old, str) and old.isdigit() else 0,
            ]
        )
    )
    return value


def respell_text(draw: Draw, value: Any) -> Any:
    holder, key = _pick(draw, value, str)
    old = holder[key]
    where = draw(st.integers(0, len(old)))
    holder[key] = draw(
        st.sampled_from(
            [
                *(unicodedata.normalize(form, old) for form in FORMS),
                *(old[:where] + mark + old[where:] for mark in INVISIBLE),
                old.translate(CONFUSABLE),
                old.swapcase(),
                old[:where] + old[where + 1 :],
                old + "=",
                old.replace("-", "+").replace("_", "/"),
                old.replace("https:", "http:"),
                old.replace("https:", "HTTPS:"),
                old.replace("example", "%65xample"),
                old.replace(".example/", ".example:443/"),
                old.replace("Z", "+00:00"),
                old.replace("Z", ".000Z"),
                old.replace("Z", "z"),
            ]
        )
    )
    return value


def edit_number(draw: Draw, value: Any) -> Any:
    holder, key = _pick(draw, value, (int, float))
    old = holder[key]
    holder[key] = draw(
        st.sampled_from(
            [not old, -old, old + 1, old * 1.0, old + 2**-40, str(old), 2**53 - 1, -0.0, 1e308]
        )
    )
    return value


def edit_context(draw: Draw, value: Any) -> Any:
    bundled = st.sampled_from(sorted(contexts.known()))
    inline = st.sampled_from(
        [
            {"name": "https://schema.org/other"},
            {"@vocab": "https://schema.org/"},
            {"proof": None},
            {"credentialStatus": None},
            {"kind": "@type"},
            {"@protected": False},
            {"@base": "https://evil.example/"},
            {"@import": "https://www.w3.org/ns/credentials/v2"},
            {},
            None,
            "https://evil.example/context.json",
        ]
    )
    holder = draw(st.sampled_from([value, value["credentialSubject"], value["issuer"]]))
    new = draw(bundled | inline)
    if "@context" in holder and isinstance(holder["@context"], list):
        where = draw(st.integers(0, len(holder["@context"])))
        if draw(st.booleans()):
            holder["@context"].insert(where, new)
        else:
            holder["@context"][where : where + 1] = [new]
    else:
        holder["@context"] = new
    return value


def edit_status(draw: Draw, value: Any) -> Any:
    entry = draw(st.sampled_from(value["credentialStatus"]))
    name = draw(st.sampled_from([*entry, "statusSize", "statusMessage", "statusReference"]))
    entry[name] = draw(
        st.sampled_from(["7", "0", 7, "1e3", "-1", " 7", "\u0667", "2", 2, "9" * 30, [], None])
        | st.sampled_from(["revocation", "suspension", "message", "refresh", "Revocation"])
        | st.sampled_from(["https://evil.example/list", "StatusList2021Entry"])
        | ANYTHING
    )
    return value


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
    assume(_is_finite(value))
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


CHANGES: dict[str, Change] = {
    change.__name__: change
    for change in (
        drop,
        anything,
        add,
        move,
        exchange,
        rename,
        duplicate,
        reorder,
        retype,
        respell_text,
        edit_number,
        edit_context,
        edit_status,
        edit_proof,
        swap_proof,
        respell_signature,
        sign_as_thief,
    )
}


@st.composite
def mutants(draw: Draw, suite: str, change: str) -> Any:
    """Return the credential, changed in one way and, now and then, by one accident more."""
    value = CHANGES[change](draw, document(suite))
    if draw(st.integers(0, 9)) == 0:
        value = draw(st.sampled_from([drop, move, reorder, retype]))(draw, value)
    return value


def _object(draw: Draw, value: Any) -> Any:
    paths = [(), *(path for path in places(value) if isinstance(at(value, path), dict))]
    return at(value, draw(st.sampled_from(paths)))


def _is_finite(value: Any) -> bool:
    """Tell whether no part was moved into itself."""
    try:
        jsonio.dumps(value)
    except jsonio.DepthError:
        return False
    return True
