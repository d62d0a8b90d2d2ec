"""Requests for a second person that name a learner: the words go, the decision stays."""

from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, clear, mentioned, register

register(
    Part(
        model="approvals.Approval",
        kind=_("Notes of approvals"),
        find=mentioned("approvals.Approval", "title", "facts", "note"),
        work=clear("approvals.Approval", title="—", facts={}, note=""),
        keeps=frozenset({"kind", "href", "state", "asked_through"}),
        order=91,
    )
)
