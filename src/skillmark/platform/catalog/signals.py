"""What happens in the catalogue that apps above want to hear of."""

from django.dispatch import Signal

version_published = Signal()
"""A version was published: ``version``; sent in the transaction of the act."""
