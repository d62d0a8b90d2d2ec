"""Two people with words of their own: one is erased, the other must stay whole."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Learner:
    """A person and the words that give them away.

    Attributes:
        name: at least two words.
        email: the address.
        second: another proven address.
        secret: stands in texts that the person wrote.
    """

    name: str
    email: str
    second: str
    secret: str

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that must be gone."""
        first, last = self.name.split()
        return (first, last, self.email, self.second, self.secret)


CANARY: Final = Learner(
    "Zephyrine Quillfeather",
    "zephyrine@plumage-canary.example",
    "other@nestbox-canary.example",
    "marmalade-lighthouse",
)
NEIGHBOUR: Final = Learner(
    "Bartholomew Oakenshaw",
    "bartholomew@timber-stays.example",
    "other@lumber-stays.example",
    "tangerine-harpsichord",
)
