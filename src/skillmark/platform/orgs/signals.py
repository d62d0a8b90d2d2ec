"""What this app tells those above it, without knowing them."""

from django.dispatch import Signal

organisation_created = Signal()
"""Sent with ``organisation`` and ``actor``, inside the transaction that created it."""
