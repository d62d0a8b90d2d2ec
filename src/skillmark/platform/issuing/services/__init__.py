"""Writing awards, credentials and batches.

Each function works in one transaction, leaves an audit entry, and sends nothing itself: mail is
written into the outbox and leaves after the commit. Whether the person may do it is the view's
(or the API key's) question.
"""

from skillmark.platform.issuing.services.awarding import Outcome, issue_many, issue_one
from skillmark.platform.issuing.services.batches import (
    cancel_batch,
    discard_batch,
    go_on,
    reopen_batch,
    start_batch,
    submit_batch,
)
from skillmark.platform.issuing.services.claims import claim, look_up
from skillmark.platform.issuing.services.delivery import correct_address, resend
from skillmark.platform.issuing.services.lifecycle import lift, revoke, suspend
from skillmark.platform.issuing.services.previews import (
    preview_batch,
    preview_people,
    reread_batch,
)
from skillmark.platform.issuing.services.scheduling import reschedule

__all__ = [
    "Outcome",
    "cancel_batch",
    "claim",
    "correct_address",
    "discard_batch",
    "go_on",
    "issue_many",
    "issue_one",
    "lift",
    "look_up",
    "preview_batch",
    "preview_people",
    "reopen_batch",
    "reread_batch",
    "reschedule",
    "resend",
    "revoke",
    "start_batch",
    "submit_batch",
    "suspend",
]
