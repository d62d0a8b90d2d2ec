"""Ways to change a signed credential, one by one: what a forger would try, and plain accidents.

Each way takes hypothesis's ``draw`` and a copy of the document, and returns the changed copy.
Nothing says whether the change matters; that is for the law that is tested.
"""

import copy
import json
import unicodedata
from collections.abc import Callable
from typing import Any, Literal

from attacked_credentials import at, document, is_finite, places
from hypothesis import assume
from hypothesis import strategies as st
from mangling import ANYTHING
from mutations_of_proofs import (
    Draw,
    edit_proof,
    respell_signature,
    sign_as_thief,
    swap_proof,
)

from skillmark.core.canon import contexts

type Change = Callable[[Draw, Any], Any]

# Letters that look like others, or like nothing, and letters that another form writes apart.
CONFUSABLE = str.maketrans("aceiopsxyAEHKMOPT", "асеіорѕхуАЕНКМОРТ")
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
    assume(is_finite(value))
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


def hide_words(draw: Draw, value: Any) -> Any:
    """Put words where a reader may see them, and JSON-LD may forget them."""
    holder, key = _pick(draw, value)
    old = holder[key]
    words = draw(
        st.sampled_from(
            [
                {"@value": None, "@language": "Pilot licence"},
                {"@value": None, "@type": "urn:pilot"},
                {"@value": None},
                {"@language": "Pilot licence"},
                {"@set": [], "name": "Pilot licence"},
                {"@list": []},
                {"@none": "Pilot licence"},
                {"Pilot licence": None},
                {"name": "Pilot licence", "@id": None},
                {"id": None, "name": "Pilot licence"},
                {"id": "@Pilot"},
                "@Pilot",
                None,
                [],
                {},
            ]
        )
    )
    holder[key] = draw(st.sampled_from([words, [words, old], [old, words], [[words], old]]))
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
        hide_words,
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
