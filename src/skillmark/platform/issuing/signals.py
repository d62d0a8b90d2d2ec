"""What happens to credentials that apps above may want to hear of."""

from django.dispatch import Signal

credential_seen = Signal()
"""Somebody opened the public page: ``request`` and ``credential``. A receiver must not raise."""
