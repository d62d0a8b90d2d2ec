"""What the console asks for about pathways."""

from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skillmark.core.stack import Kind
from skillmark.core.stack.parsing import MAX_DAYS, MAX_LEVEL, MAX_TITLE
from skillmark.core.stack.rule import ANYBODY, SAME
from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.issuing.forms.intake import DayInput
from skillmark.platform.pathways import addresses, rule_edit
from skillmark.platform.pathways.models import OnLoss, PathwayVersion, RuleLeaf
from skillmark.platform.pathways.models.pathways import MAX_NAME, MAX_SUMMARY
from skillmark.platform.pathways.models.recognition import MAX_IRI
from skillmark.platform.pathways.services.drafting import Content

UNITS: Final = ("ECTS", "hours", "CPD")
MAX_JSON: Final = 262_144  # characters
MAX_ISSUERS: Final = 50 * 520  # characters of a list of issuers
GROUP_WORDS: Final = (
    (Kind.ALL.value, _("All of the parts")),
    (Kind.ANY.value, _("One of the parts")),
    (Kind.AT_LEAST.value, _("A number of the parts")),
    (Kind.CREDITS.value, _("An amount of credits from the parts")),
)


class PathwayForm(forms.Form):
    """What a pathway is called, awards, and does when something is lost."""

    name = forms.CharField(label=_("Name"), max_length=MAX_NAME)
    summary = forms.CharField(
        label=_("What it leads to"),
        max_length=MAX_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    achievement = forms.ModelChoiceField(
        label=_("What is awarded"),
        queryset=Achievement.objects.none(),
        required=False,
        empty_label=_("Not decided yet"),
        help_text=_("Its published version is issued as soon as the rule is fulfilled."),
    )
    on_loss = forms.ChoiceField(
        label=_("When a credential behind it is revoked, suspended or expires"),
        choices=OnLoss.choices,
        initial=OnLoss.KEEP,
    )

    def __init__(
        self, *args: Any, version: PathwayVersion | None = None, **kwargs: Any
    ) -> None:
        if version is not None:
            kwargs.setdefault(
                "initial",
                {
                    "name": version.name,
                    "summary": version.summary,
                    "achievement": version.achievement_id,
                    "on_loss": version.on_loss,
                },
            )
        super().__init__(*args, **kwargs)
        rows = Achievement.objects.exclude(state=State.ARCHIVED).order_by("name", "pk")
        self.fields["achievement"].queryset = rows  # type: ignore[attr-defined]

    def content(self) -> Content:
        """Return what was said, once the form is valid."""
        said = self.cleaned_data
        return Content(
            name=said["name"],
            summary=said["summary"],
            achievement=said["achievement"],
            on_loss=said["on_loss"],
        )


class AddForm(forms.Form):
    """One more part: an achievement of one's own, another by its address, or a group."""

    part = forms.ChoiceField(label=_("Add"))
    address = forms.CharField(
        label=_("Address, for another achievement"), required=False, max_length=MAX_IRI
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = choices()  # type: ignore[attr-defined]

    def node(self) -> dict[str, Any]:
        """Return the part that was asked for, once the form is valid."""
        part = self.cleaned_data["part"]
        if part == "address":
            return rule_edit.achievement(self.cleaned_data["address"].strip())
        kind, _colon, rest = part.partition(":")
        return rule_edit.achievement(rest) if kind == "a" else rule_edit.group(rest)


def choices() -> list[Any]:
    """Return what can be added: groups, then one's own published achievements."""
    own = [
        (f"a:{addresses.achievement(one.achievement_id)}", one.name)
        for one in catalog.issuable()
    ]
    groups = [(f"g:{kind}", words) for kind, words in GROUP_WORDS]
    return [
        (_("Achievements"), [*own, ("address", _("Another achievement, by its address"))]),
        (_("Groups"), groups),
    ]


class NodeForm(forms.Form):
    """One node of a rule with its constraints."""

    kind = forms.ChoiceField(label=_("It asks for"), choices=GROUP_WORDS)
    count = forms.IntegerField(
        label=_("How many parts"), min_value=1, max_value=200, required=False
    )
    amount = forms.CharField(label=_("How many credits"), max_length=20, required=False)
    unit = forms.CharField(
        label=_("Of which kind"),
        max_length=40,
        required=False,
        help_text=_("For example ECTS, hours or CPD."),
    )
    address = forms.CharField(label=_("Address of the achievement"), max_length=MAX_IRI)
    version = forms.CharField(label=_("Only this version"), max_length=40, required=False)
    title = forms.CharField(
        label=_("Words for the picture"),
        max_length=MAX_TITLE,
        required=False,
        help_text=_("Empty: what it asks for is said."),
    )
    name = forms.CharField(
        label=_("Short name"),
        max_length=40,
        required=False,
        help_text=_("Small letters, digits and hyphens; once in a rule."),
    )
    framework = forms.CharField(
        label=_("Framework of levels"),
        max_length=40,
        required=False,
        help_text=_("For example EQF."),
    )
    level = forms.IntegerField(
        label=_("Lowest level"), min_value=0, max_value=MAX_LEVEL, required=False
    )
    after = forms.DateField(label=_("Earned from"), required=False, widget=DayInput())
    before = forms.DateField(label=_("Earned until"), required=False, widget=DayInput())
    within_days = forms.IntegerField(
        label=_("Earned in the last days"), min_value=1, max_value=MAX_DAYS, required=False
    )
    same_issuer = forms.BooleanField(label=_("All from one issuer"), required=False)
    any_issuer = forms.BooleanField(
        label=_("From any issuer"),
        required=False,
        help_text=_("Then a credential counts whoever issued it, even one made up for this."),
    )
    issuers = forms.CharField(
        label=_("Only from these issuers"),
        max_length=MAX_ISSUERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One DID a line, such as did:web:harbour.example. Left empty, an achievement of this "
            "site counts from its own issuer."
        ),
    )

    def __init__(self, *args: Any, node: dict[str, Any], **kwargs: Any) -> None:
        self._node = node
        kind = rule_edit.kind_of(node)
        kwargs.setdefault("initial", _initial(node, kind))
        super().__init__(*args, **kwargs)
        leaf = kind == Kind.ACHIEVEMENT.value
        for name in (
            ("kind", "count", "amount", "unit", "same_issuer")
            if leaf
            else ("address", "version")
        ):
            del self.fields[name]

    def to_node(self) -> dict[str, Any]:
        """Return the node as the form says it, once it is valid; its parts stay."""
        said = self.cleaned_data
        node = self._body(said)
        if said["name"]:
            node["id"] = said["name"]
        if said["title"]:
            node["title"] = said["title"]
        if said["framework"] or said["level"] is not None:
            level = {"framework": said["framework"], "atLeast": said["level"]}
            node["level"] = {
                key: value for key, value in level.items() if value not in ("", None)
            }
        earned = {
            "after": said["after"] and said["after"].isoformat(),
            "before": said["before"] and said["before"].isoformat(),
            "withinDays": said["within_days"],
        }
        if held := {key: value for key, value in earned.items() if value}:
            node["earned"] = held
        if said.get("same_issuer"):
            node["issuers"] = SAME
        elif said["any_issuer"]:
            node["issuers"] = ANYBODY
        elif said["issuers"].split():
            node["issuers"] = said["issuers"].split()
        return node

    def _body(self, said: dict[str, Any]) -> dict[str, Any]:
        if "address" in self.fields:
            asked = {"id": said["address"].strip()}
            if said["version"]:
                asked["version"] = said["version"]
            return {Kind.ACHIEVEMENT.value: asked}
        parts = rule_edit.parts_of(self._node)
        node = rule_edit.group(said["kind"], parts)
        if said["kind"] == Kind.AT_LEAST.value:
            node[said["kind"]]["count"] = said["count"] or 1
        elif said["kind"] == Kind.CREDITS.value:
            node[said["kind"]]["atLeast"] = said["amount"].strip() or "15"
            node[said["kind"]]["unit"] = said["unit"].strip() or "ECTS"
        return node


class JsonForm(forms.Form):
    """The whole rule as text."""

    text = forms.CharField(
        label=_("The rule as JSON"),
        max_length=MAX_JSON,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "mono"}),
    )


class EquivalenceForm(forms.Form):
    """A decision on recognition: what a certificate of another issuer counts as."""

    title = forms.CharField(label=_("What the certificate is called"), max_length=200)
    achievement = forms.CharField(
        label=_("Address of its achievement"),
        max_length=MAX_IRI,
        help_text=_("The id of the achievement as it stands in the certificate."),
    )
    issuer = forms.CharField(
        label=_("Its issuer"),
        max_length=500,
        help_text=_("The DID in the certificate, such as did:web:school.example."),
    )
    counts_as = forms.ModelMultipleChoiceField(
        label=_("Counts as"),
        queryset=Achievement.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    amount = forms.CharField(label=_("Is worth"), max_length=20, required=False)
    unit = forms.CharField(
        label=_("Of which kind"),
        max_length=40,
        required=False,
        help_text=_("ECTS, hours or CPD."),
    )
    eqf_level = forms.IntegerField(
        label=_("Has EQF level"), min_value=1, max_value=8, required=False
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput())
    reason = forms.CharField(
        label=_("Why"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # also what others award, where a rule of one's own asks for it
        asked = RuleLeaf.objects.filter(achievement__isnull=False).values("achievement")
        either = Q(pk__in=Achievement.objects.values("pk")) | Q(pk__in=asked)
        rows = Achievement.objects.with_scopes_disabled().filter(either, state=State.PUBLISHED)
        self.fields["counts_as"].queryset = rows.order_by("name", "pk")  # type: ignore[attr-defined]


def _initial(node: dict[str, Any], kind: str) -> dict[str, Any]:
    inside = node.get(kind)
    about = inside if isinstance(inside, dict) else {}
    level = node.get("level") if isinstance(node.get("level"), dict) else {}
    earned = node.get("earned") if isinstance(node.get("earned"), dict) else {}
    issuers = node.get("issuers")
    return {
        "kind": kind,
        "count": about.get("count"),
        "amount": about.get("atLeast"),
        "unit": about.get("unit"),
        "address": about.get("id"),
        "version": about.get("version"),
        "title": node.get("title"),
        "name": node.get("id"),
        "framework": (level or {}).get("framework"),
        "level": (level or {}).get("atLeast"),
        "after": (earned or {}).get("after"),
        "before": (earned or {}).get("before"),
        "within_days": (earned or {}).get("withinDays"),
        "same_issuer": issuers == SAME,
        "any_issuer": issuers == ANYBODY,
        "issuers": "\n".join(map(str, issuers)) if isinstance(issuers, list) else "",
    }
