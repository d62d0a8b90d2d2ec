"""A credential with its rigor block, after real marking, in foreign verifiers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from foreign_verifiers import VERIFIERS, Verifier
from issued_on_site import SITES, Site, document

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential

pytestmark = [pytest.mark.interop, pytest.mark.django_db]

LEVELS = [{"id": "l1", "name": "Beginning"}, {"id": "l2", "name": "Secure"}]


def assessed(site: Site) -> "Credential":
    """Return what the site issues by itself after two blind marks and a moderator."""
    from skillmark.platform.assessment import awarding
    from skillmark.platform.assessment.evidence import Piece
    from skillmark.platform.assessment.models import Mark
    from skillmark.platform.assessment.services import marking, plans, submitting
    from skillmark.platform.assessment.services.submitting import Learner
    from skillmark.platform.orgs.models import Membership, Role
    from skillmark.platform.people import services as people

    def account(name: str) -> Any:
        email = f"{name}@people.example"
        return people.create_account(
            email=email, password="long enough pass", display_name=name, verified=True
        )

    terms = plans.Terms(sample_percent=100, takes_prior_learning=True)
    plan = plans.create(site.organisation, site.version, terms, actor=None)
    learner = account("李伟")
    work = submitting.begin(plan.pk, Learner(user=learner), kind="prior")
    submitting.add(work.pk, Piece.words("", "Ten years at sea."), actor=learner)
    public = Piece.link("My page", "https://work.example/李").named(shown=True)
    submitting.add(work.pk, public, actor=learner)
    type(work).objects.filter(pk=work.pk).update(kind="work")  # judged by the rubric
    submitting.submit(work.pk, actor=learner)
    outcomes = (("assessor", "competent"), ("assessor", "not_yet"), ("moderator", "competent"))
    for place, (part, outcome) in enumerate(outcomes):
        user = account(f"marker{place}")
        Membership.objects.create(organisation=site.organisation, user=user, role=Role.ASSESSOR)
        plans.assign(plan.pk, user, part, actor=None)
        mark = Mark.objects.get(submission=work, state="waiting")
        levels = {"c1": "l2", "c2": "l2"}
        said = marking.Judgement(levels=levels, outcome=outcome, reasons="Seen.")
        marking.finish(mark.pk, said, actor=user)
    credential = awarding.settle(work.decisions.get().pk)
    assert credential is not None
    return credential


@pytest.mark.parametrize("method", SITES)
@pytest.mark.parametrize("verifier", VERIFIERS)
def test_the_rigor_block_is_accepted(
    open_site: Callable[..., Site], verifier: Verifier, method: str
) -> None:
    rubric = [{"id": f"c{n}", "name": f"Criterion {n}", "levels": LEVELS} for n in (1, 2)]
    site = open_site(method, rubric=rubric, assessment_types=["practical"])
    credential = assessed(site)
    found = document(credential)
    assert len(found["credentialSubject"]["result"]) == 3
    assert [one["genre"] for one in found["evidence"]] == ["Evidence", "Evidence", "Assessment"]
    (answer,) = verifier([(found, site.published(credential))])
    assert (answer.accepted, answer.revoked, answer.suspended) == (True, False, False)
