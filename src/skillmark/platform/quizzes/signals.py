"""What happens to attempts that apps above want to hear of."""

from django.dispatch import Signal

finished = Signal()
"""An attempt is over, once: ``attempt``, with its score. Sent in the transaction that ends it and in
the scope of its organisation, so that what a receiver writes stands or falls with it."""
