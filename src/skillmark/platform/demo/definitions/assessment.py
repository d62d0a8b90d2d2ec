"""How the demo assesses: what is marked, the levels it can reach, and who watches."""

from dataclasses import dataclass, replace
from typing import Final

from skillmark.platform.catalog.content import Content, Criterion, Level


@dataclass(frozen=True, slots=True)
class Assessed:
    """The way of assessing that the parts of a programme share; fields as in `Content`."""

    types: tuple[str, ...]
    participation: str
    supervision: str
    quality_assurance: str
    grading: str
    quality_assurance_body: str = ""

    def of(self, content: Content) -> Content:
        """Return `content` assessed this way."""
        return replace(
            content,
            assessment_types=self.types,
            participation=self.participation,
            supervision=self.supervision,
            quality_assurance=self.quality_assurance,
            quality_assurance_body=self.quality_assurance_body,
            grading=self.grading,
        )


PRACTICAL: Final = (
    Level("notyet", "Not yet", "Needs help, or leaves out something that matters.", "0"),
    Level("reached", "Reached", "Does it alone, safely and in the right order.", "1"),
    Level("secure", "Secure", "Does it alone in a new situation and explains why.", "2"),
)
ACADEMIC: Final = (
    Level("insufficient", "Insufficient", "The result does not stand.", "0"),
    Level("sufficient", "Sufficient", "The result stands; the way to it has gaps.", "1"),
    Level("good", "Good", "The result stands and the way to it is sound.", "2"),
    Level("excellent", "Excellent", "Sound, well argued, and aware of its limits.", "3"),
)


def marked(*names: str, levels: tuple[Level, ...] = PRACTICAL) -> tuple[Criterion, ...]:
    """Return a rubric with one criterion a name, all with the same levels."""
    return tuple(
        Criterion(f"c{number}", name, "", levels) for number, name in enumerate(names, start=1)
    )
