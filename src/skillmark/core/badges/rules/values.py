"""Reading a result's value, which Open Badges writes as text."""

import re
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")


def as_number(text: str | None) -> Decimal | None:
    """Return the number a text spells with digits and a point, or None."""
    if text is None or _NUMBER.fullmatch(text.strip()) is None:
        return None
    return Decimal(text.strip())
