"""What the pages of organisations ask for."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from skillmark.platform.orgs import logos
from skillmark.platform.orgs.countries import CountrySelect
from skillmark.platform.orgs.errors import LogoInvalidError
from skillmark.platform.orgs.models import DEFAULT_COLOUR, Organisation, Policy, Role, Scope
from skillmark.platform.orgs.services.policies import FIELDS as POLICY_FIELDS

if TYPE_CHECKING:
    _OrganisationForm = forms.ModelForm[Organisation]
    _PolicyForm = forms.ModelForm[Policy]
else:
    _OrganisationForm = _PolicyForm = forms.ModelForm

LIVES: Final = {"": None, "90": timedelta(days=90), "365": timedelta(days=365)}
LIFE_CHOICES: Final = [
    ("365", _("One year")),
    ("90", _("90 days")),
    ("", _("Until revoked")),
]
_COLOUR: Final = RegexValidator(
    r"^#[0-9a-fA-F]{6}\Z", _("Write # and six digits or letters from a to f.")
)


class CreateForm(_OrganisationForm):
    """The first facts about a new organisation."""

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ("name", "website", "country")
        labels = {"name": _("Name of the organisation"), "country": _("Country")}
        help_texts = {
            "name": _("As it should stand on credentials."),
        }
        widgets: Mapping[str, forms.Widget] = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "website": forms.URLInput(attrs={"placeholder": "https://"}),
            "country": CountrySelect(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].validators.append(
            RegexValidator(r"^[A-Z]{2}\Z", _("Use two letters, such as NZ."))
        )

    def clean_country(self) -> str:
        """Return the code as it was typed."""
        country: str = self.cleaned_data["country"]
        return country


class ProfileForm(CreateForm):
    """What the organisation says about itself."""

    class Meta(CreateForm.Meta):
        fields: tuple[str, ...] = ("name", "description", "website", "email", "country")
        help_texts = {
            **CreateForm.Meta.help_texts,
            "description": _("Shown on your public page. At most 2,000 characters."),
            "email": _("Shown on your public page."),
        }
        widgets: Mapping[str, forms.Widget] = {
            **CreateForm.Meta.widgets,
            "description": forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        }


class ColoursForm(forms.Form):
    """The colours alone, as the preview reads them."""

    brand_colour = forms.CharField(
        label=_("Brand colour"),
        initial=DEFAULT_COLOUR,
        validators=[_COLOUR],
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Of your badges and of the links on your page."),
    )
    with_second = forms.BooleanField(label=_("Use a second colour"), required=False)
    second_colour = forms.CharField(
        label=_("Second colour"),
        required=False,
        validators=[_COLOUR],
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("For the metal of badges and for lines. Without it, badges are gold."),
    )

    def clean_brand_colour(self) -> str:
        """Return the colour in lower case."""
        return str(self.cleaned_data["brand_colour"]).lower()

    def clean_second_colour(self) -> str:
        """Return the colour in lower case, or nothing when there is to be none."""
        wanted = self.cleaned_data.get("with_second")
        return str(self.cleaned_data["second_colour"]).lower() if wanted else ""


class BrandingForm(ColoursForm):
    """Logo and colours."""

    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 2 MB. Square works best."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

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

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
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
        initial="365",
        choices=LIFE_CHOICES,
        help_text=_(
            "Before it ends, create another and put it in its place: both work meanwhile."
        ),
    )


class RenameKeyForm(forms.Form):
    """Another name for a key."""

    name = forms.CharField(label=_("Name"), max_length=100)


class DomainForm(forms.Form):
    """A domain to prove."""

    domain = forms.CharField(
        label=_("Domain"),
        max_length=300,
        help_text=_("Such as example.org: a domain whose website you can put a file on."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )


class PartForm(CreateForm):
    """A new part of an organisation."""

    owner_email = forms.EmailField(
        label=_("Who will run it"),
        required=False,
        help_text=_(
            "Their e-mail address. You are its owner until they accept, then your membership "
            "there ends. Leave it empty to run it yourself."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("name", "owner_email", "website", "country")


class ProposalForm(forms.Form):
    """Another organisation, and who is to stand above."""

    relation = forms.ChoiceField(
        label=_("What you ask"),
        choices=[
            ("part", _("It becomes a part of us")),
            ("parent", _("We become a part of it")),
        ],
        initial="part",
        widget=forms.RadioSelect,
    )
    other = forms.CharField(
        label=_("The other organisation"),
        max_length=300,
        help_text=_("The address of its public page, or the last part of it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_other(self) -> str:
        """Return the slug that an address ends in."""
        return str(self.cleaned_data["other"]).strip().rstrip("/").rpartition("/")[2].lower()


class PolicyForm(_PolicyForm):
    """What an organisation asks of its own work, and the language of its mails."""

    language = forms.ChoiceField(
        label=_("Language of mails"),
        choices=settings.LANGUAGES,
        help_text=_(
            "Of the mails we send for you, where the reader has not chosen another one."
        ),
    )

    class Meta:
        model = Policy
        fields: tuple[str, ...] = POLICY_FIELDS
        labels = {
            "review_definitions": _("A second person publishes achievements"),
            "approve_issuing_from": _("A second person approves issuing from … people"),
            "remind_after_days": _("Remind of a credential not taken after … days"),
            "remind_times": _("How many reminders at most"),
        }
        help_texts = {
            "review_definitions": _(
                "Whoever asks for publishing cannot be the one who does it."
            ),
            "approve_issuing_from": _("1 means always. Empty means never."),
            "remind_after_days": _("Empty means never."),
            "remind_times": _("Each after the same number of days."),
        }
        widgets: Mapping[str, forms.Widget] = {
            "approve_issuing_from": forms.NumberInput(attrs={"min": 1, "max": 1_000_000}),
            "remind_after_days": forms.NumberInput(attrs={"min": 1, "max": 365}),
            "remind_times": forms.NumberInput(attrs={"min": 1, "max": 10}),
        }
