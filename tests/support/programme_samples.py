"""A programme of a tenant, with everything in it: a module, a file, a group, a learner."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

PDF = b"%PDF-1.7 a small file\n"


def objects(
    organisation: "Organisation",
    owner: "User",
    version: "AchievementVersion",
    marker: str,
    account: "Callable[[str, str], User]",
) -> dict[str, str]:
    """Return the ids of a published programme's parts; called in the organisation's scope."""
    from skillmark.platform.programmes import files
    from skillmark.platform.programmes.models import Consent
    from skillmark.platform.programmes.services import cohorts, contents, enrolling, offers
    from skillmark.platform.programmes.terms import Offer, Part, Run
    from skillmark.platform.programmes.vocabulary import MaterialKind

    facts = {"title": f"Course of {organisation.slug}", "summary": "Short.", "hours": "3"}
    made = offers.create(organisation, Offer.parse(facts | {"cost": "0"}), actor=owner)
    offers.set_achievements(
        made.pk, units=[version.achievement_id], final=None, prerequisites=[], actor=owner
    )
    offers.publish(made.pk, actor=owner)
    module = contents.add_module(made.pk, Part(title="Safety first"), actor=owner)
    material = contents.add_material(
        module.pk,
        contents.Thing(kind=MaterialKind.FILE, title=f"{marker}-file.csv of the course"),
        file=files.take("leaflet.pdf", PDF),
        actor=owner,
    )
    cohort = cohorts.open_cohort(made.pk, Run(name="Spring"), actor=owner)
    learner = account(f"learns@{marker}-foreign.example", f"{marker} learns")
    enrolment = enrolling.enrol(
        cohort.pk,
        enrolling.Applicant(user=learner, name=learner.display_name, email=learner.email),
    )
    consent = Consent.objects.create(
        organisation=organisation,
        programme=made,
        achievement_id=version.achievement_id,
        state="given",
    )
    return {
        "consent_id": str(consent.pk),
        "programme_id": str(made.pk),
        "module_id": str(module.pk),
        "material_id": str(material.pk),
        "cohort_id": str(cohort.pk),
        "enrolment_id": str(enrolment.pk),
    }
