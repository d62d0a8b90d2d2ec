"""How orders reach the desk: straight, or over the socket of the signer's process."""

from collections.abc import Sequence
from typing import Final

from django.conf import settings

from skillmark.core.canon import Canonicalizer
from skillmark.platform.trust import keys
from skillmark.platform.trust.models import IssuerKey
from skillmark.platform.trust.signer import client
from skillmark.platform.trust.signer.desk import Desk
from skillmark.platform.trust.signer.orders import Document, Order, Result

IN_PROCESS: Final = "in process"
_desk: Final = Desk()


def is_remote() -> bool:
    """Say whether another process holds the keys."""
    return bool(settings.SKILLMARK.signer)


def sign(
    order: Order,
    documents: Sequence[Document],
    *,
    canonicalize: Canonicalizer | None = None,
) -> list[Result]:
    """Put an order to the desk; see `Desk.sign`.

    Raises:
        SignerUnreachableError: the signer's process does not answer.
    """
    if not documents:
        return []
    if is_remote():
        return client.sign(settings.SKILLMARK.signer, order, documents)
    if canonicalize is None:
        return _desk.sign(order, documents, asked_by=IN_PROCESS)
    return _desk.sign(order, documents, asked_by=IN_PROCESS, canonicalize=canonicalize)


def probe(row: IssuerKey) -> None:
    """See that a key opens, where keys are opened in this process.

    Raises:
        TrustError: it does not.
    """
    if not is_remote():
        keys.open_key(row)
