"""A pathway with a person, a final, a decision and a dry run of one tenant, for `two_tenants`."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.pathways.models import PathwayVersion
    from skillmark.platform.people.models import User

NAMES: Final = ("pathway_id", "run_id", "equivalence_id")
"""Parameters of addresses that lead to these."""


def objects(
    organisation: "Organisation", owner: "User", version: "AchievementVersion", marker: str
) -> dict[str, str]:
    """Return ids by the names of `NAMES`, and the digest of the decisions it rests on.

    The tenant's credential is its own final here. The next version is a draft.
    """
    from datetime import date

    from skillmark.platform.pathways import addresses
    from skillmark.platform.pathways.models import Pathway
    from skillmark.platform.pathways.services import drafting, dry_runs, recognising

    node = {"achievement": {"id": addresses.achievement(version.achievement_id)}}
    rule = {"type": "PathwayRule", "version": 1, "rule": node}
    content = drafting.Content(name=f"{marker}-pathway", rule=rule)
    draft = drafting.create(organisation, content, actor=owner)
    row = recognising.decide(
        organisation,
        recognising.Terms(
            title=f"{marker}-certificate",
            achievement="https://school.example/a/1",
            issuer="did:web:school.example",
            eqf_level=4,
            decided_on=date(2026, 3, 1),
            reason="The same hours.",
        ),
        actor=owner,
    )
    run = dry_runs.start(draft, actor=owner)
    decisions = _final(organisation, _published(draft, organisation.slug), marker)
    Pathway.objects.filter(pk=draft.pathway_id).update(state="published")
    drafting.set_rule(draft.pathway, rule | {"$schema": "urn:x"}, actor=owner)
    return {
        "pathway_id": str(draft.pathway_id),
        "run_id": str(run.pk),
        "equivalence_id": str(row.pk),
        "digest": decisions,
    }


def _published(draft: "PathwayVersion", slug: str) -> "PathwayVersion":
    """Return the version as published, though nothing is awarded by it."""
    from skillmark.platform.pathways import rules
    from skillmark.platform.pathways.models import Pathway

    Pathway.objects.filter(pk=draft.pathway_id).update(slug=slug)
    draft.state = "review"
    draft.save()
    read = rules.draft_rule(draft.rule)
    draft.state, draft.document, draft.digest = "published", read.canonical, read.digest
    draft.published_at = draft.created_at
    draft.save()
    return draft


def _final(organisation: "Organisation", version: "PathwayVersion", marker: str) -> str:
    """Make the tenant's credential a final; return the digest of the decisions it rests on."""
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.pathways import recognition
    from skillmark.platform.pathways.models import Constituent, Learner, PathwayAward

    learner = Learner.objects.create(
        organisation=organisation,
        pathway=version.pathway,
        key="0" * 64,
        email=f"learner@{marker}-foreign.example",
        name=f"{marker} learner",
    )
    decisions = recognition.standing(organisation.pk)
    assert decisions is not None
    final = Credential.objects.earliest("pk")
    award = PathwayAward.objects.create(
        organisation=organisation,
        pathway=version.pathway,
        learner=learner,
        version=version,
        credential=final,
        decisions=recognition.kept(organisation.pk, decisions),
    )
    Constituent.objects.create(
        organisation=organisation,
        award=award,
        credential=final,
        url=f"{final.pk}.json",
        title=f"{marker} unit",
        position=0,
    )
    return decisions.digest
