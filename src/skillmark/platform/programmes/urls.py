"""Addresses of programmes: the public catalogue, a learner's pages, the console's."""

from django.urls import path

from skillmark.platform.programmes.views import cohorts as studio_cohorts
from skillmark.platform.programmes.views import consents as studio_consents
from skillmark.platform.programmes.views import contents as studio_contents
from skillmark.platform.programmes.views import learner, public, studio

app_name = "programmes"

_STUDIO = "studio/<slug:slug>/programmes"
_ONE = f"{_STUDIO}/<uuid:programme_id>"
_MODULE = f"{_STUDIO}/modules/<uuid:module_id>"
_MATERIAL = f"{_STUDIO}/materials/<uuid:material_id>"
_COHORT = f"{_STUDIO}/groups/<uuid:cohort_id>"
_ENROLMENT = f"{_STUDIO}/learners/<uuid:enrolment_id>"
_LEARNING = "learning/<uuid:enrolment_id>"

urlpatterns = [
    path("programmes", public.programmes, name="catalogue"),
    path("programmes/compare", public.compare, name="compare"),
    path("programmes/<uuid:programme_id>", public.programme, name="public"),
    path("programmes/<uuid:programme_id>/enrol", learner.enrol, name="enrol"),
    path("learning", learner.learning_list, name="learning"),
    path(_LEARNING, learner.learning_one, name="learning-one"),
    path(f"{_LEARNING}/leave", learner.leave, name="leave"),
    path(f"{_LEARNING}/modules/<uuid:module_id>", learner.tick, name="tick"),
    path(f"{_LEARNING}/files/<uuid:material_id>", learner.download, name="download"),
    path(_STUDIO, studio.programmes, name="programmes"),
    path(f"{_STUDIO}/new", studio.new, name="new"),
    path(f"{_STUDIO}/consents/<uuid:consent_id>", studio_consents.decide, name="consent"),
    path(_ONE, studio.programme, name="programme"),
    path(f"{_ONE}/edit", studio.edit, name="edit"),
    path(f"{_ONE}/achievements", studio_contents.achievements, name="achievements"),
    path(f"{_ONE}/publish", studio.publish, name="publish"),
    path(f"{_ONE}/withdraw", studio.withdraw, name="withdraw"),
    path(f"{_ONE}/archive", studio.archive, name="archive"),
    path(f"{_ONE}/restore", studio.restore, name="restore"),
    path(f"{_ONE}/modules/new", studio_contents.new_module, name="new-module"),
    path(_MODULE, studio_contents.module, name="module"),
    path(f"{_MODULE}/edit", studio_contents.edit_module, name="edit-module"),
    path(f"{_MODULE}/turn", studio_contents.turn_module, name="turn-module"),
    path(f"{_MODULE}/materials/new", studio_contents.new_material, name="new-material"),
    path(f"{_MATERIAL}/edit", studio_contents.edit_material, name="edit-material"),
    path(f"{_MATERIAL}/turn", studio_contents.turn_material, name="turn-material"),
    path(f"{_MATERIAL}/file", studio_contents.material_file, name="material-file"),
    path(f"{_ONE}/groups/new", studio_cohorts.new, name="new-cohort"),
    path(_COHORT, studio_cohorts.roster, name="cohort"),
    path(f"{_COHORT}/edit", studio_cohorts.edit, name="edit-cohort"),
    path(f"{_COHORT}/cancel", studio_cohorts.cancel, name="cancel-cohort"),
    path(f"{_COHORT}/learners.csv", studio_cohorts.roster_csv, name="roster-csv"),
    path(f"{_ENROLMENT}/remove", studio_cohorts.remove, name="remove"),
    path(f"{_ENROLMENT}/complete", studio_cohorts.complete, name="complete"),
]
