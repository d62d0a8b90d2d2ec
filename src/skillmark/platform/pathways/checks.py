"""What a version needs before it can be published, each problem with its place."""

from django.utils.translation import gettext as _

from skillmark.core.badges.problem import Problem
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.stack import Rule, RuleDocumentError
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.pathways import addresses, rules
from skillmark.platform.pathways.models import PathwayVersion


def problems(version: PathwayVersion) -> list[Problem]:
    """Return everything that keeps a version from being published."""
    found = []
    if version.achievement is None:
        found.append(_problem("achievement_missing", _("Say what is awarded.")))
    elif not AchievementVersion.objects.filter(
        achievement=version.achievement, state=State.PUBLISHED
    ).exists():
        words = _("Publish “%(name)s” before a pathway awards it.")
        found.append(
            _problem("achievement_unpublished", words % {"name": version.achievement.name})
        )
    listed = rule_problems(version.rule)
    if listed:
        return [*found, *listed]
    rule = rules.draft_rule(version.rule)
    return [*found, *_unknown(version, rule), *_anonymous(rule)]


def warnings(document: JsonObject) -> list[Problem]:
    """Return what a finished rule must say before it can be published: who may issue each part."""
    return [] if rule_problems(document) else _anonymous(rules.draft_rule(document))


def rule_problems(document: JsonObject) -> list[Problem]:
    """Return what is wrong with a rule by itself."""
    try:
        rules.draft_rule(document)
    except RuleDocumentError as error:
        return list(error.problems)
    except SkillmarkError as error:
        return [Problem(error.code, "", error.message)]
    return []


def draft_digest(document: JsonObject) -> str:
    """Return the digest that a draft would be published under; "" while it is unfinished."""
    try:
        return rules.draft_rule(document).digest
    except SkillmarkError:
        return ""


def _unknown(version: PathwayVersion, rule: Rule) -> list[Problem]:
    """Return the parts that nobody can fulfil, or that only the final itself could."""
    iris = set(rule.leaves)
    known = addresses.achievements(iris)
    found = []
    for node in rule.nodes:
        if not node.achievement:
            continue
        if addresses.local_id(node.achievement) is not None and node.achievement not in known:
            words = _("There is no such achievement on this site.")
            found.append(_problem("achievement_unknown", words, f"{node.path}/achievement/id"))
        elif version.achievement_id and known.get(node.achievement) == version.achievement_id:
            words = _("What is awarded cannot be asked for as well.")
            found.append(_problem("rule_circle", words, f"{node.path}/achievement/id"))
    return found


def _anonymous(rule: Rule) -> list[Problem]:
    """Return the parts that a credential made up by anybody could fulfil."""
    words = _(
        "Say whose credentials count: name the issuers, or say that any issuer counts. As it is, "
        "anybody could make one up."
    )
    return [
        _problem("issuers_missing", words, node.path)
        for node in rule.nodes
        if node.achievement and not node.limits.names_issuers
    ]


def _problem(code: str, message: str, path: str = "") -> Problem:
    return Problem(f"pathway.{code}", path, message)
