"""What happens to the log that apps above want to hear of."""

from django.dispatch import Signal

checkpoint_published = Signal()
"""A checkpoint was published, or got more cosignatures: ``published`` (`selectors.Published`).

Sent by the log's one writer after its row is committed. A receiver that raises is logged and
changes nothing; after a crash the same checkpoint may be told again.
"""
