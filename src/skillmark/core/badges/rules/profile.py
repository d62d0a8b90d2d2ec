"""Rules of a Profile: addresses, place on Earth, parent (§B.1 Profile, Address)."""

import re
from collections.abc import Iterator
from typing import Final

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.rules.addresses import is_web

_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")
_DEGREES: Final = {"latitude": 90, "longitude": 180}


def problems(node: Node) -> Iterator[Problem]:
    """Yield the problems of one profile."""
    url, email = node.text("url"), node.text("email")
    if url is not None and not is_web(url):
        yield node.problem("profile_url", "url", f"“{url}” is no web address.")
    if email is not None and _EMAIL.fullmatch(email) is None:
        yield node.problem("profile_email", "email", f"“{email}” is no e-mail address.")
    parent = node.child("parentOrg")
    if parent is not None and parent.text("id") == node.text("id"):
        message = "An organisation cannot be its own parent."
        yield node.problem("profile_parent", "parentOrg", message)
    address = node.child("address")
    if address is not None:
        yield from _address(address)


def _address(node: Node) -> Iterator[Problem]:
    code = node.text("addressCountryCode")
    if code is not None and _COUNTRY.fullmatch(code) is None:
        message = f"“{code}” is no ISO 3166-1 country code such as IE."
        yield node.problem("country_code", "addressCountryCode", message)
    for geo in node.children("geo"):
        yield from _place(geo)


def _place(geo: Node) -> Iterator[Problem]:
    for name, limit in _DEGREES.items():
        degrees = geo.number(name)
        if degrees is not None and abs(degrees) > limit:
            message = f"A {name} lies between -{limit} and {limit} degrees."
            yield geo.problem("geo_range", name, message)
