"""What the pages of organisations ask for."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from skillmark.platform.orgs import logos
from skillmark.platform.orgs.errors import LogoInvalidError
from skillmark.platform.orgs.models import Organisation, Role, Scope
from skillmark.platform.orgs.services import PROFILE_FIELDS

if TYPE_CHECKING:
    _OrganisationForm = forms.ModelForm[Organisation]
else:
    _OrganisationForm = forms.ModelForm

LIVES: Final = {"": None, "90": timedelta(days=90), "365": timedelta(days=365)}


class CreateForm(_OrganisationForm):
    """The first facts about a new organisation."""

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ("name", "website", "country")
        labels = {"name": _("Name of the organisation"), "country": _("Country code")}
        help_texts = {
            "name": _("As it should stand on credentials."),
            "country": _("Two letters, such as NZ."),
        }
        widgets: Mapping[str, forms.Widget] = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "website": forms.URLInput(attrs={"placeholder": "https://"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].validators.append(
            RegexValidator(r"^[A-Z]{2}\Z", _("Use two letters, such as NZ."))
        )

    def clean_country(self) -> str:
        """Return the code in capitals."""
        country: str = self.cleaned_data["country"]
        return country


class ProfileForm(CreateForm):
    """What the organisation says about itself."""

    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 2 MB. Square works best."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta(CreateForm.Meta):
        fields: tuple[str, ...] = PROFILE_FIELDS
        labels = {**CreateForm.Meta.labels, "brand_colour": _("Brand colour")}
        help_texts = {
            **CreateForm.Meta.help_texts,
            "description": _("Shown on your public page. At most 2,000 characters."),
            "email": _("Shown on your public page."),
            "brand_colour": _("Badges and pages use it; we darken it where text needs that."),
        }
        widgets: Mapping[str, forms.Widget] = {
            **CreateForm.Meta.widgets,
            "description": forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
            "brand_colour": forms.TextInput(attrs={"type": "color"}),
        }

    def clean_brand_colour(self) -> str:
        """Return the colour in lower case."""
        colour: str = self.cleaned_data["brand_colour"]
        return colour.lower()

    def clean_logo_file(self) -> bytes | None:
        """Return the logo as a PNG of ours."""
        upload: UploadedFile[bytes] | None = self.cleaned_data["logo_file"]
        if upload is None:
            return None
        try:
            return logos.to_png(upload.read(logos.MAX_BYTES + 1))
        except LogoInvalidError as error:
            raise forms.ValidationError(error.message, code=error.code) from error


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.ISSUER)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class KeyForm(forms.Form):
    """A new API key."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("Which program will use it, such as “Course system”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        error_messages={"required": _("Choose at least one.")},
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    life = forms.ChoiceField(
        label=_("How long it works"),
        required=False,
        choices=[("", _("Until revoked")), ("90", _("90 days")), ("365", _("One year"))],
    )
