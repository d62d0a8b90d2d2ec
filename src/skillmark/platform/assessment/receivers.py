"""Follows quizzes and invitations: a finished attempt fills a criterion, a new member gets units."""

from typing import Any

from django.dispatch import receiver

from skillmark.platform.assessment.models import Plan
from skillmark.platform.assessment.services import importing, plans
from skillmark.platform.orgs.models import Invitation, Membership
from skillmark.platform.orgs.signals import member_joined
from skillmark.platform.quizzes.models import Attempt
from skillmark.platform.quizzes.signals import finished


@receiver(finished, dispatch_uid="assessment:quiz")
def follow_quiz(attempt: Attempt, **_facts: Any) -> None:
    """Keep the level that an attempt reached; runs in the scope of the quiz's organisation."""
    quiz = attempt.quiz
    if quiz.achievement_id is None or not quiz.criterion or not attempt.level:
        return
    plan = Plan.objects.filter(achievement_id=quiz.achievement_id).first()
    if plan is not None:
        importing.keep_quiz(plan, attempt)


@receiver(member_joined, dispatch_uid="assessment:offers")
def take_up_units(membership: Membership, invitation: Invitation, **_facts: Any) -> None:
    """Give a new member the units that their invitation names."""
    plans.take_up(invitation, membership)
