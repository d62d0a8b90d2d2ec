"""A rule in words: one line a node, with how far somebody is. Picture, list and editor share it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmark.core.stack import Kind, Node, NodeVerdict, Reason, Rule, RuleVerdict
from skillmark.core.stack.rule import Level
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.pathways import addresses

MET: Final = "met"
PARTLY: Final = "partly"
OPEN: Final = "open"


@dataclass(frozen=True, slots=True)
class Line:
    """One node, as people read it.

    Attributes:
        index: of the node in the rule.
        parent: index of the node around it, or None.
        depth: how many nodes are around it.
        label: what it asks for.
        detail: constraints, in a few words; "" without any.
        href: of the achievement it asks for, on this site; "" for none.
        state: ``met``, ``partly``, ``open``, or "" when nobody's progress is shown.
        progress: "2 of 4", or "".
        reason: why it is not met, in words, or "".
    """

    index: int
    parent: int | None
    depth: int
    label: str
    detail: str
    href: str
    state: str = ""
    progress: str = ""
    reason: str = ""

    @property
    def state_word(self) -> str:
        """What the state is called."""
        words = {MET: _("fulfilled"), PARTLY: _("begun"), OPEN: _("still to do")}
        return words.get(self.state, "")


def lines(rule: Rule, verdict: RuleVerdict | None = None) -> list[Line]:
    """Return a rule line by line, a parent before its parts."""
    names = names_of(rule.leaves)
    judged = {node.id: node for node in verdict.nodes} if verdict else {}
    found = []
    for node in rule.nodes:
        around = rule.above[node.index]
        known = judged.get(node.id)
        found.append(
            Line(
                index=node.index,
                parent=around[0] if around else None,
                depth=len(around),
                label=label(node, names),
                detail=" · ".join(details(node)),
                href=_href(node),
                state=_state(known),
                progress=_progress(node, known),
                reason=_reason(known),
            )
        )
    return found


def names_of(iris: Iterable[str]) -> dict[str, str]:
    """Return what the achievements of this site are called, by their address."""
    known = addresses.achievements(set(iris))
    rows = Achievement.objects.with_scopes_disabled().filter(pk__in=set(known.values()))
    names = dict(rows.values_list("pk", "name"))
    return {iri: names[pk] for iri, pk in known.items() if pk in names}


def label(node: Node, names: Mapping[str, str]) -> str:
    """Return what a node asks for."""
    if node.title:
        return node.title
    match node.kind:
        case Kind.ACHIEVEMENT:
            return names.get(node.achievement, node.achievement)
        case Kind.ALL:
            return _("All of these")
        case Kind.ANY:
            return _("One of these")
        case Kind.AT_LEAST:
            count, most = int(node.need), len(node.children)
            return _("%(count)d of these %(most)d") % {"count": count, "most": most}
        case Kind.CREDITS:
            return _("At least %(amount)s") % {"amount": credit(node.need, node.unit)}


def details(node: Node) -> list[str]:
    """Return the constraints of a node, each in a few words."""
    found = []
    if node.title and node.kind is not Kind.ACHIEVEMENT:
        found += _kind_words(node)
    if node.version is not None:
        found.append(_("version %(version)s") % {"version": node.version})
    if node.level is not None:
        found.append(level_words(node.level))
    earned = node.earned
    if earned is not None:
        if earned.after:
            found.append(_("from %(day)s on") % {"day": date_format(earned.after)})
        if earned.before:
            found.append(_("until %(day)s") % {"day": date_format(earned.before)})
        if earned.within_days:
            words = ngettext(
                "in the last %(n)d day", "in the last %(n)d days", earned.within_days
            )
            found.append(words % {"n": earned.within_days})
    return found + _issuer_words(node)


def _issuer_words(node: Node) -> list[str]:
    if node.same_issuer:
        return [_("all from one issuer")]
    if node.any_issuer:
        return [_("from any issuer")]
    if not node.issuers:
        return []
    words = ngettext("from %(n)d named issuer", "from %(n)d named issuers", len(node.issuers))
    return [words % {"n": len(node.issuers)}]


def level_words(level: Level) -> str:
    """Return a lowest level in words."""
    return _("%(framework)s level %(level)d or higher") % {
        "framework": level.framework,
        "level": level.at_least,
    }


def credit(amount: Decimal, unit: str) -> str:
    """Return an amount with its unit."""
    return f"{amount.normalize():f} {unit}"


def _kind_words(node: Node) -> list[str]:
    match node.kind:
        case Kind.ALL:
            return [_("all of these")]
        case Kind.ANY:
            return [_("one of these")]
        case Kind.AT_LEAST:
            words = {"count": int(node.need), "most": len(node.children)}
            return [_("%(count)d of %(most)d") % words]
        case _:
            return [_("at least %(amount)s") % {"amount": credit(node.need, node.unit)}]


def _href(node: Node) -> str:
    local = addresses.local_id(node.achievement) if node.achievement else None
    return f"/a/{local}" if local else ""


def _state(known: NodeVerdict | None) -> str:
    if known is None:
        return ""
    if known.satisfied:
        return MET
    return PARTLY if known.have > 0 else OPEN


def _progress(node: Node, known: NodeVerdict | None) -> str:
    if known is None or node.kind in {Kind.ACHIEVEMENT, Kind.ANY}:
        return ""
    have, need = min(known.have, known.need), known.need
    if node.kind is Kind.CREDITS:
        need_words = credit(need, node.unit)
        return _("%(have)s of %(need)s") % {
            "have": f"{known.have.normalize():f}",
            "need": need_words,
        }
    return _("%(have)s of %(need)s") % {
        "have": f"{have.normalize():f}",
        "need": f"{need.normalize():f}",
    }


def _reason(known: NodeVerdict | None) -> str:
    if known is None or known.satisfied:
        return ""
    words = {
        Reason.VERSION: _("another version is held"),
        Reason.ISSUER: _("held from another issuer"),
        Reason.REVOKED: _("revoked"),
        Reason.SUSPENDED: _("suspended"),
        Reason.EXPIRED: _("expired"),
        Reason.NOT_YET: _("not valid yet"),
        Reason.LEVEL: _("of a lower level"),
        Reason.EARNED_EARLY: _("earned too early"),
        Reason.EARNED_LATE: _("earned too late"),
        Reason.COUNTED_ELSEWHERE: _("counts elsewhere already"),
        Reason.NO_CREDITS: _("carries no such credits"),
        Reason.SEVERAL_ISSUERS: _("from several issuers"),
    }
    return words.get(known.reason, "")
