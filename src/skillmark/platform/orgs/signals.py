"""What this app tells those above it, without knowing them."""

from django.dispatch import Signal

organisation_created = Signal()
"""Sent with ``organisation`` and ``actor``, inside the transaction that created it."""

member_joined = Signal()
"""Sent with ``membership`` and ``invitation``, in the organisation's scope, inside the transaction
in which somebody accepted it."""
