"""A moment in a form: a day, perhaps a time, in the zone that stands beside them."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from skillmark.platform.issuing.errors import ScheduleError
from skillmark.platform.issuing.forms.intake import UTC_ZONE
from skillmark.platform.issuing.services import scheduling


class MomentsForm(forms.Form):
    """A form with fields ``…_day`` and ``…_time``, and the field ``zone``."""

    def moment(self, cleaned: dict[str, Any], name: str, usual: time) -> datetime | None:
        """Return the moment of two fields; None without a day, or when it is refused.

        Args:
            cleaned: what was understood of the form.
            name: the beginning of the names of both fields.
            usual: the time of a day alone.
        """
        day: date | None = cleaned.get(f"{name}_day")
        at: time | None = cleaned.get(f"{name}_time")
        if day is None:
            if at is not None:
                self.add_error(f"{name}_day", _("Choose the day as well."))
            return None
        try:
            return scheduling.moment_of(day, at or usual, cleaned.get("zone") or UTC_ZONE)
        except ScheduleError as error:
            self.add_error(f"{name}_time", error.message)
            return None
