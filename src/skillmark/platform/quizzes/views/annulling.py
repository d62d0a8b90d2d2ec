"""Taking a question out that people were asked already."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.quizzes import selectors
from skillmark.platform.quizzes.errors import QuizError
from skillmark.platform.quizzes.models.annulments import MAX_REASON
from skillmark.platform.quizzes.services import annulling
from skillmark.platform.quizzes.views import pages
from skillmark.platform.ui.answers import there


class AnnulForm(forms.Form):
    """What is wrong with a question."""

    reason = forms.CharField(
        label=gettext_lazy("What is wrong with it"),
        max_length=MAX_REASON,
        help_text=gettext_lazy("Learners read it beside their result."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def annul(request: StudioRequest, item_id: UUID, number: int) -> HttpResponse:
    """Say what would follow, ask for a reason, then annul."""
    found = pages.item(item_id)
    version = there(selectors.version(found, number))
    form = AnnulForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = annulling.annul(
                found.pk, number, form.cleaned_data["reason"], actor=request.user
            )
        except QuizError as error:
            form.add_error(None, error.message)
        else:
            annulling.settle(made, most=annulling.AT_ONCE)
            messages.success(request, _("Annulled. It counts for nobody any more."))
            return pages.to(request, "question", found.pk)
    context = {
        "form": form,
        "question": found,
        "version": version,
        "touched": annulling.touched(version),
    }
    status = pages.INVALID if form.is_bound else 200
    return pages.draw(request, "quizzes/annul.html", context, status=status)
