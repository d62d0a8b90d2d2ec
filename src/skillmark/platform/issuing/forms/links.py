"""What the pages of open claim links ask for, of organisers and of learners."""

import re
from datetime import time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from skillmark.platform.issuing.forms.intake import UTC_ZONE, DayInput, TimeInput
from skillmark.platform.issuing.forms.moments import MomentsForm
from skillmark.platform.issuing.models import OpenLink
from skillmark.platform.issuing.services import scheduling
from skillmark.platform.issuing.services.open_links import MAX_CAPACITY, Terms

_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_END_OF_DAY: Final = time(23, 59)


class LinkForm(MomentsForm):
    """What an open link gives, to whom and when.

    Attributes:
        terms: once the form is valid.
    """

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("For your own list: “Course of 3 May”.")
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=MAX_CAPACITY,
        help_text=_("No limit if you leave it empty."),
    )
    opens_day = forms.DateField(label=_("Opens on"), required=False, widget=DayInput())
    opens_time = forms.TimeField(
        label=_("at"), required=False, widget=TimeInput(format="%H:%M")
    )
    closes_day = forms.DateField(label=_("Closes on"), required=False, widget=DayInput())
    closes_time = forms.TimeField(
        label=_("at"), required=False, widget=TimeInput(format="%H:%M")
    )
    zone = forms.ChoiceField(
        label=_("Time zone"), required=False, widget=forms.Select(attrs={"data-zone": ""})
    )
    code_word = forms.CharField(
        label=_("Code word"),
        required=False,
        max_length=60,
        help_text=_("Say it aloud in the room. Capitals do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    domains = forms.CharField(
        label=_("Only addresses of these domains"),
        required=False,
        max_length=500,
        help_text=_("For example: university.example, staff.example"),
    )
    achieved_on = forms.DateField(
        label=_("Earned on"),
        required=False,
        widget=DayInput(),
        help_text=_("The same for everyone. The day of issue if you leave it empty."),
    )
    needs_approval = forms.BooleanField(
        label=_("I say yes to each person"),
        required=False,
        help_text=_("Nobody gets it before you have looked at the name."),
    )

    def __init__(
        self, *args: Any, link: OpenLink | None = None, zone: str = "", **kwargs: Any
    ) -> None:
        if link is not None:
            kwargs.setdefault("initial", _initial_of(link))
        super().__init__(*args, **kwargs)
        field = self.fields["zone"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(name, name.replace("_", " ")) for name in scheduling.zones()]
        field.initial = zone or UTC_ZONE
        if zone or self.is_bound or (link is not None and link.time_zone):
            field.widget.attrs.pop("data-zone", None)
        self.terms: Terms | None = None

    def clean_domains(self) -> tuple[str, ...]:
        """Return the domains one by one."""
        said = self.cleaned_data["domains"].lower().replace("@", " ").replace(",", " ")
        found = tuple(dict.fromkeys(said.split()))
        wrong = [name for name in found if not is_domain(name)]
        if wrong:
            raise forms.ValidationError(
                _("“%(name)s” is no domain. Write for example university.example."),
                params={"name": wrong[0][:80]},
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Turn days, times and zone into moments."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opens = self.moment(cleaned, "opens", time(0, 0))
        closes = self.moment(cleaned, "closes", _END_OF_DAY)
        if self.errors:
            return cleaned
        self.terms = Terms(
            name=cleaned["name"],
            capacity=cleaned["capacity"],
            opens_at=opens,
            closes_at=closes,
            time_zone=cleaned["zone"] or UTC_ZONE if opens or closes else "",
            domains=cleaned["domains"],
            code_word=cleaned["code_word"],
            needs_approval=cleaned["needs_approval"],
            achieved_on=cleaned["achieved_on"],
        )
        return cleaned


class AskForm(forms.Form):
    """Who asks at an open link."""

    name = forms.CharField(
        label=_("Your full name"),
        max_length=200,
        help_text=_("As it should stand on the credential."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send a link there, to be sure that it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    code_word = forms.CharField(
        label=_("Code word"),
        max_length=60,
        help_text=_("You heard it from the organiser."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, link: OpenLink, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not link.code_word:
            del self.fields["code_word"]


def is_domain(name: str) -> bool:
    """Say whether a text, in small letters, is the name of a domain."""
    return _DOMAIN.fullmatch(name) is not None


def _initial_of(link: OpenLink) -> dict[str, Any]:
    zone = ZoneInfo(link.time_zone or UTC_ZONE)
    shown: dict[str, Any] = {
        "name": link.name,
        "capacity": link.capacity,
        "zone": link.time_zone or UTC_ZONE,
        "code_word": link.code_word,
        "domains": ", ".join(link.domains.split()),
        "achieved_on": link.achieved_on,
        "needs_approval": link.needs_approval,
    }
    for name, moment in (("opens", link.opens_at), ("closes", link.closes_at)):
        if moment is not None:
            local = moment.astimezone(zone)
            shown[f"{name}_day"], shown[f"{name}_time"] = local.date(), local.time()
    return shown
