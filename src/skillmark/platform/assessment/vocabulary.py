"""The words of assessment: states, rounds, outcomes, checks."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """How somebody shows what they can do."""

    WORK = "work", _("Work for the unit")
    PRIOR = "prior", _("Prior learning")


class SubmissionState(models.TextChoices):
    """Where a submission stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Being marked")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", pgettext_lazy("submission", "Withdrawn")


OPEN: Final = (SubmissionState.DRAFT, SubmissionState.SUBMITTED)
"""States of which a person has at most one submission for a plan."""


class Outcome(models.TextChoices):
    """What was found."""

    COMPETENT = "competent", pgettext_lazy("outcome", "Competent")
    NOT_YET = "not_yet", pgettext_lazy("outcome", "Not yet")


class Round(models.TextChoices):
    """Why a piece of work is marked this time. An assessor is never told."""

    FIRST = "first", _("First mark")
    SECOND = "second", _("Second mark")
    MODERATION = "moderation", _("Moderation")
    APPEAL = "appeal", _("Mark on appeal")


class MarkState(models.TextChoices):
    """How far a mark is."""

    WAITING = "waiting", pgettext_lazy("mark", "Waiting")
    STARTED = "started", pgettext_lazy("mark", "Begun")
    FINISHED = "finished", pgettext_lazy("mark", "Finished")
    VOID = "void", pgettext_lazy("mark", "Void")


TO_DO: Final = (MarkState.WAITING, MarkState.STARTED)
"""States of marks that somebody still has to finish."""


class Part(models.TextChoices):
    """What somebody does for a plan."""

    ASSESSOR = "assessor", _("Assessor")
    MODERATOR = "moderator", _("Moderator")


class EvidenceKind(models.TextChoices):
    """What a learner shows."""

    TEXT = "text", _("Text")
    LINK = "link", _("Link")
    FILE = "file", _("File")


class CheckKind(models.TextChoices):
    """What is checked beside the work itself."""

    SUPERVISION = "supervision", _("Supervision")
    IDENTITY = "identity", _("Identity")


class Method(models.TextChoices):
    """How supervision or identity was checked."""

    ONSITE = "onsite", _("Supervised on site")
    ONLINE = "online", _("Supervised online")
    UNSUPERVISED = "unsupervised", _("Not supervised")
    DOCUMENT = "document", _("Identity document seen")
    KNOWN = "known", _("Known to the assessor in person")
    SIGN_IN = "sign_in", _("Electronic identity")
    UNVERIFIED = "unverified", _("Not verified")


METHODS: Final = {
    CheckKind.SUPERVISION: (Method.ONSITE, Method.ONLINE, Method.UNSUPERVISED),
    CheckKind.IDENTITY: (Method.DOCUMENT, Method.KNOWN, Method.SIGN_IN, Method.UNVERIFIED),
}
NOT_DONE: Final = frozenset({Method.UNSUPERVISED, Method.UNVERIFIED})
"""Answers that say there was no such check."""


class Basis(models.TextChoices):
    """What a decision follows from."""

    MARK = "mark", _("One assessor")
    AGREEMENT = "agreement", _("Two assessors who agree")
    MODERATION = "moderation", _("A moderator")
    APPEAL = "appeal", _("A new assessor, on appeal")


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    OPEN = "open", pgettext_lazy("appeal", "Open")
    DECIDED = "decided", pgettext_lazy("appeal", "Decided")


class ResultSource(models.TextChoices):
    """Where a result for a criterion came from."""

    FILE = "file", _("File")
    QUIZ = "quiz", _("Quiz")
    API = "api", _("API")
    LTI = "lti", _("Learning platform")
