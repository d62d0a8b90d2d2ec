"""Quality profiles: what a definition should say before anybody earns it.

`check` asks the rules of one profile of a `Definition` and returns a `Report` that names every
missing or wrong field with advice; `read` takes a definition from a file. The profiles are those
of the European Union, 1EdTech (TrustEd), the European MOOC Consortium (CMF), Australia (NMF) and
New Zealand (NZQA), one module each, every rule with its source. Whether a credential may be
signed is not judged here but one level up, by `skillmark.core.lint`.
"""

from typing import Final

from skillmark.core.lint.quality import cmf, eu, nmf, nzqa, trusted
from skillmark.core.lint.quality.definition import FACTS, Criterion, Definition, Skill
from skillmark.core.lint.quality.errors import DefinitionUnreadableError
from skillmark.core.lint.quality.reading import read
from skillmark.core.lint.quality.report import Finding, Report, Verdict, judge
from skillmark.core.lint.quality.rule import Fault, Level, Profile, Rule
from skillmark.core.lint.quality.trusted import Classification, Kind, classify

__all__ = [
    "FACTS",
    "PROFILES",
    "Classification",
    "Criterion",
    "Definition",
    "DefinitionUnreadableError",
    "Fault",
    "Finding",
    "Kind",
    "Level",
    "Profile",
    "Report",
    "Rule",
    "Skill",
    "Verdict",
    "check",
    "classify",
    "read",
]

PROFILES: Final[dict[str, Profile]] = {
    profile.key: profile
    for profile in (eu.PROFILE, trusted.PROFILE, cmf.PROFILE, nmf.PROFILE, nzqa.PROFILE)
}
"""Every profile by its key."""


def check(definition: Definition, profile: Profile) -> Report:
    """Return what a profile says of a definition; never raises, whatever the definition holds."""
    applying = [rule for rule in profile.rules if rule.applies(definition)]
    judged = [(rule, judge(rule, definition)) for rule in applying]
    return Report(
        profile,
        tuple(rule for rule, found in judged if found is None),
        tuple(found for _rule, found in judged if found is not None),
        classify(definition) if profile.key == trusted.PROFILE.key else None,
    )
