"""What happens to credentials that apps above may want to hear of."""

from django.dispatch import Signal

credential_seen = Signal()
"""Somebody opened the public page: ``request`` and ``credential``. A receiver must not raise."""

changed = Signal()
"""Credentials of one organisation were issued, or what the issuer says of them changed.

``credentials``: the rows with their award and version; ``what``: ``issued``, ``revoke``,
``suspend``, ``lift`` or ``supersede``. Sent in the transaction of the change, in the scope of the
organisation: what a receiver writes is there together with the change, or not at all.
"""
