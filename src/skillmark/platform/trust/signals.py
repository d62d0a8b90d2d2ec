"""What happens to keys and status lists that apps above want to hear of.

Both are sent in the transaction of the act: what a receiver writes stands or falls with it. A
receiver that raises undoes the act.
"""

from django.dispatch import Signal

status_list_published = Signal()
"""A status list was signed: ``row`` (`StatusList`, saved, with its new bytes), ``at`` (when)."""

key_changed = Signal()
"""A key came, went or fell: ``key`` (`IssuerKey`, saved), ``act`` (`skillmark.core.log.KeyAct`),
``since`` (a moment; of a revoked key the last time at which it was known good)."""
