"""Long work that names a person: its words go, that it was done stays."""

from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, clear, mentioned, register

register(
    Part(
        model="jobs.Job",
        kind=_("Notes of long work"),
        find=mentioned("jobs.Job", "title", "arguments", "message"),
        work=clear("jobs.Job", title="", arguments={}, message=""),
        keeps=frozenset({"kind", "started_by", "state", "result_url", "error_code"}),
        order=91,
    )
)
