"""A name in plain ASCII letters, for addresses and file names.

NFKD takes the marks off a letter but knows nothing of letters that are no letter with a mark;
without the table they would go missing: Nørd would be nrd.
"""

import re
import unicodedata
from typing import Final

_SPELLED: Final = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "ð": "d",
        "ø": "o",
        "þ": "th",
        "đ": "d",
        "ħ": "h",
        "ı": "i",  # noqa: RUF001 - the dotless i
        "ł": "l",
        "ŋ": "n",
        "œ": "oe",
        "ŧ": "t",
    }
)
_NOT_PLAIN: Final = re.compile(r"[^a-z0-9]+")


def slug(text: str, *, longest: int) -> str:
    """Return what a text suggests as part of an address: `a` to `z`, digits, single hyphens.

    Args:
        text: any text.
        longest: how many characters there may be.

    Returns:
        The slug; empty when no letter of the text has a plain spelling.
    """
    spelled = unicodedata.normalize("NFKC", text).lower().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode("ascii")
    return _NOT_PLAIN.sub("-", plain).strip("-")[:longest].strip("-")
