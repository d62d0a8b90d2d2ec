"""Read an achievement from a TOML or JSON file, and say by path what is wrong with it.

The keys are those of Open Badges 3.0, in its spelling or in TOML's (``achievement_type``), three
of ours (``slug``, ``validity_months`` and ``course_start``), and the table ``quality``, which says
what Open Badges has no place for and is judged by `skillmark.core.lint.quality`. A JSON Achievement
taken from a credential is such a file too. Bytes in, values out.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from skillmark.core import jsonio
from skillmark.core.badges import credential, rules, schema
from skillmark.core.badges.achievement import Achievement
from skillmark.core.badges.problem import Problem
from skillmark.core.badges.profile import Profile
from skillmark.core.badges.subject import AchievementSubject
from skillmark.core.issue.achievement_file import parts
from skillmark.core.issue.achievement_file.table import Table
from skillmark.core.issue.errors import AchievementFileError
from skillmark.core.jsonio import JsonError
from skillmark.core.lint.quality.table import QUALITY, quality_facts

__all__ = ["Definition", "Form", "load", "parse"]

MAX_BYTES: Final = 1_048_576
_PLACE: Final = "/credentialSubject/achievement"


class Form(StrEnum):
    """How the file is written."""

    TOML = "toml"
    JSON = "json"

    @classmethod
    def of(cls, filename: str) -> "Form":
        """Return JSON for ``*.json`` and ``*.jsonld``, TOML for everything else."""
        return cls.JSON if filename.lower().endswith((".json", ".jsonld")) else cls.TOML


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What an achievement file says.

    Attributes:
        achievement: the achievement, sound by both schemas and all rules.
        slug: its short name; by default the last part of its id.
        validity_months: how long a credential is valid, if it ends.
        course_start: the first day on which it can be earned.
    """

    achievement: Achievement
    slug: str
    validity_months: int | None = None
    course_start: date | None = None


def parse(data: bytes, form: Form) -> Definition:
    """Return the definition a file holds.

    Args:
        data: the file, UTF-8, at most `MAX_BYTES`.
        form: how it is written.

    Raises:
        AchievementFileError: it holds none; its ``problems`` name every place and reason.
    """
    document = load(data, form)
    problems = list(quality_facts(document.get(QUALITY))[0])
    table = Table(document, "", problems)
    table.has(QUALITY)
    achievement = parts.achievement(table)
    definition = Definition(
        achievement=achievement,
        slug=(table.text("slug") or _last_part(achievement.id)).casefold(),
        validity_months=table.whole("validityMonths", least=1),
        course_start=table.day("courseStart"),
    )
    table.finish()
    if not problems:
        problems += _meaning(achievement)
    if problems:
        raise AchievementFileError(tuple(problems))
    return definition


def load(data: bytes, form: Form) -> Mapping[str, object]:
    """Return the table a file holds, whatever stands in it.

    Raises:
        AchievementFileError: it is larger than `MAX_BYTES`, or no sound file of its form.
    """
    if len(data) > MAX_BYTES:
        raise _unreadable("too_large", f"The file is larger than {MAX_BYTES} bytes.")
    if form is Form.JSON:
        try:
            return jsonio.load_object(data)
        except JsonError as error:
            raise _unreadable("syntax", f"The file is no sound JSON. {error.message}") from None
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"The file is not UTF-8 (byte {error.start + 1})."
        raise _unreadable("encoding", message) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable("syntax", f"The file is no sound TOML. {error}.") from None


def _unreadable(code: str, message: str) -> AchievementFileError:
    return AchievementFileError((Problem(f"achievement.{code}", "", message),))


def _last_part(name: str) -> str:
    parts_of_name = [part for part in urlsplit(name).path.replace(":", "/").split("/") if part]
    return parts_of_name[-1] if parts_of_name else name


def _meaning(achievement: Achievement) -> list[Problem]:
    """Return what schemas and rules have against the definition, in a credential of it."""
    probe = credential.build(
        credential_id="urn:uuid:00000000-0000-4000-8000-000000000000",
        issuer=Profile(id="https://issuer.invalid/", name="Issuer"),
        subject=AchievementSubject(achievement=achievement),
        valid_from=datetime(2000, 1, 1, tzinfo=UTC),
    )
    found = (*schema.problems(probe), *rules.problems(probe))
    return [
        Problem(problem.code, problem.path.removeprefix(_PLACE), problem.message)
        for problem in found
        if problem.path.startswith(_PLACE)
    ]
