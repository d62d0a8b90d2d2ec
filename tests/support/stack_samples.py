"""Mark's stack, really signed: four units of two issuers, a rule, a final, the bundle of them.

Two issuers with did:web, each with its status list; every part can be asked for with changes,
so that a test can forge exactly one thing.
"""

import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from signed_credentials import EMAIL, SALT, TestIssuer, badge

from skillmark.core import jsonio
from skillmark.core.badges.identity import hash_identity
from skillmark.core.stack import (
    Bundle,
    Decisions,
    HistoryItem,
    Rule,
    StackPolicy,
    Standing,
    parse_rule,
    related_resources,
)
from skillmark.core.status import Bitstring, entry, list_credential

AT = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
AWARDED = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
HARBOUR = TestIssuer.on_web("harbour.example", 1)
NORTH = TestIssuer.on_web("north.example", 2)
THIEF = TestIssuer.on_web("harbour.example", 9)
UNITS = tuple(f"https://harbour.example/a/unit-{number}" for number in range(1, 5))
FINAL = "https://harbour.example/a/certificate"
RULE_URL = "https://harbour.example/p/warehouse-safety/rules/1.json"
DECISIONS_URL = "https://harbour.example/p/warehouse-safety/decisions/1.json"
MARK = "Mark Olsen"


def leaf(achievement: str, **more: Any) -> dict[str, Any]:
    """Return a node that asks for an achievement."""
    return {"achievement": {"id": achievement}, **more}


def rule_document(node: Any, **more: Any) -> dict[str, Any]:
    """Return the document of a rule."""
    return {"type": "PathwayRule", "version": 1, "rule": node, **more}


def rule_of(node: Any) -> Rule:
    """Return the rule of a node."""
    return parse_rule(rule_document(node))


UNITS_RULE = rule_document(
    {"all": [leaf(unit) for unit in UNITS], "issuers": [HARBOUR.did, NORTH.did]}
)


def item(name: str, *achievements: str, **changes: Any) -> HistoryItem:
    """Return a credential in a history."""
    values: dict[str, Any] = {
        "credential": f"urn:credential:{name}",
        "achievements": dict.fromkeys(achievements or (f"https://a.example/{name}",)),
        "issuer": HARBOUR.did,
        "achieved": date(2026, 5, 1),
        "valid_from": datetime(2026, 5, 1, tzinfo=UTC),
    }
    amounts = {unit: Decimal(text) for unit, text in changes.pop("credits", {}).items()}
    return HistoryItem(**{**values, **changes, "credits": amounts})


def list_url(issuer: TestIssuer) -> str:
    return f"https://{issuer.did.removeprefix('did:web:')}/status/1"


def status_list(issuer: TestIssuer, *, revoked: tuple[int, ...] = (), purpose: str) -> Any:
    unsigned = list_credential.build(
        url=list_url(issuer) + purpose,
        issuer=issuer.did,
        purpose=purpose,
        bits=Bitstring.zeros().with_bits(dict.fromkeys(revoked, True)),
        valid_from=datetime(2026, 5, 1, tzinfo=UTC),
        valid_until=datetime(2026, 12, 31, tzinfo=UTC),
    )
    return issuer.sign(unsigned)


def person(name: str = MARK, email: str | None = EMAIL) -> list[Any]:
    """Return the identifiers of a subject."""
    found: list[Any] = [
        {
            "type": "IdentityObject",
            "hashed": False,
            "identityHash": name,
            "identityType": "name",
        }
    ]
    if email:
        hashed = {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": hash_identity(email, SALT),
            "identityType": "emailAddress",
            "salt": SALT,
        }
        found.append(hashed)
    return found


def unsigned(
    issuer: TestIssuer, number: int, achievement: str, *, holder: Any = None, **changes: Any
) -> Any:
    """Return an unsigned credential of an achievement; its status index is its number."""
    document = badge(
        issuer,
        id=f"https://{issuer.did.removeprefix('did:web:')}/c/{number}",
        credentialStatus=[
            entry.build(
                status_list_credential=list_url(issuer) + purpose,
                index=number,
                purpose=purpose,
            )
            for purpose in ("revocation", "suspension")
        ],
    )
    subject = document["credentialSubject"]
    subject["id"] = f"{document['id']}#subject"
    subject["identifier"] = holder or person()
    subject["achievement"]["id"] = achievement
    for name, value in changes.items():
        if value is None:
            document.pop(name, None)
        else:
            document[name] = value
    return document


def unit(number: int, *, issuer: TestIssuer | None = None, **changes: Any) -> Any:
    """Return a signed unit; the third and fourth are of the other issuer."""
    by = issuer or (HARBOUR if number <= 2 else NORTH)
    achievement = changes.pop("achievement", None) or UNITS[number - 1]
    proof = changes.pop("proof_changes", {})
    return by.sign(unsigned(by, number, achievement, **changes), **proof)


@dataclass
class Stack:
    """Everything in a bundle, to be changed before it is bundled.

    Attributes:
        units: the constituents, signed.
        rule: the document of the rule that the final names.
        shown_rule: the document of the rule in the bundle.
        named: what the final names as constituents, in case it is something else.
    """

    units: list[Any] = field(default_factory=lambda: [unit(number) for number in range(1, 5)])
    rule: Any = field(default_factory=lambda: copy.deepcopy(UNITS_RULE))
    shown_rule: Any = None
    named: list[Any] | None = None
    decisions: Decisions | None = None
    shown_decisions: Any = None
    holder: Any = None
    recipient: str | None = EMAIL
    final_changes: dict[str, Any] = field(default_factory=dict)
    final_proof: dict[str, Any] = field(default_factory=lambda: {"created": AWARDED})
    revoked: dict[str, tuple[int, ...]] = field(default_factory=dict)
    suspended: dict[str, tuple[int, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    def resources(self) -> list[Any]:
        named = self.units if self.named is None else self.named
        return list(
            related_resources(
                rule_url=RULE_URL,
                rule=parse_rule(self.rule),
                constituents=[(f"{one['id']}.json", jsonio.dumps(one)) for one in named],
                decisions_url=DECISIONS_URL if self.decisions else None,
                decisions=self.decisions,
            )
        )

    def final(self) -> Any:
        """Return the signed final credential."""
        changes = {
            "validFrom": "2026-06-01T09:00:00Z",
            "relatedResource": self.resources(),
            **self.final_changes,
        }
        document = unsigned(HARBOUR, 10, FINAL, holder=self.holder, **changes)
        return HARBOUR.sign(document, **self.final_proof)

    def bundle(self, final: Any = None) -> Bundle:
        """Return the bundle of it all."""
        shown = self.decisions.document if self.decisions else None
        lists = {
            list_url(issuer) + purpose: status_list(
                issuer, revoked=set_bits.get(issuer.did, ()), purpose=purpose
            )
            for issuer in (HARBOUR, NORTH)
            for purpose, set_bits in (
                ("revocation", self.revoked),
                ("suspension", self.suspended),
            )
        }
        return Bundle(
            final=jsonio.dumps(final or self.final()),
            rule=self.shown_rule or self.rule,
            constituents=tuple(jsonio.dumps(one) for one in self.units),
            decisions=self.shown_decisions or shown,
            did={
                issuer.did: jsonio.load_object(issuer.did_document())
                for issuer in (HARBOUR, NORTH)
                if issuer.did not in self.without
            },
            status={url: found for url, found in lists.items() if url not in self.without},
            recipient=self.recipient,
        )


def knowing(**more: Any) -> StackPolicy:
    """Return the policy of a verifier who has the issuers' documents from themselves."""
    known = {issuer.did_url: issuer.did_document() for issuer in (HARBOUR, NORTH)}
    return StackPolicy(known=known, **more)


REVOKED = Standing.REVOKED
