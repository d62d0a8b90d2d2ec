"""Levels for criteria that came from elsewhere: the newest of each criterion counts."""

from skillmark.platform.assessment.models import GivenResult, Submission
from skillmark.platform.people import selectors as people


def filled(work: Submission) -> dict[str, GivenResult]:
    """Return by criterion the newest result that fits a submission's person and rubric."""
    known = {one["id"]: {level["id"] for level in one["levels"]} for one in work.version.rubric}
    user = work.person.user
    addresses = {work.email, *(people.verified_emails(user) if user else ())}
    rows = GivenResult.objects.filter(plan_id=work.plan_id, email__in=addresses)
    return {row.criterion: row for row in rows if row.level in known.get(row.criterion, ())}
