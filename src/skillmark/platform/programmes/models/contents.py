"""What learners work through: modules and their materials. Bytes of files stand apart."""

from typing import Any, ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.programmes.models.offers import Programme, Unit
from skillmark.platform.programmes.vocabulary import MaterialKind

MAX_TITLE: Final = 200  # characters
MAX_URL: Final = 2_000  # characters
MAX_FILE_NAME: Final = 120  # characters


class Module(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """A part of a programme that a learner works through and ticks off."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="modules")
    unit = models.ForeignKey(  # what it prepares for
        Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="modules"
    )
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=MAX_TITLE)
    description = models.TextField(_("what it is about"), blank=True)  # Markdown
    hours = models.DecimalField(
        _("hours"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["programme", "position"], name="modules_in_order")]

    def __str__(self) -> str:
        return self.title


class Material(models.Model):
    """A text, a link, a video elsewhere, or a file."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="materials")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=MaterialKind.choices)
    title = models.CharField(_("title"), max_length=MAX_TITLE)
    body = models.TextField(_("text"), blank=True)  # Markdown
    url = models.CharField(_("address"), max_length=MAX_URL, blank=True)
    file_name = models.CharField(max_length=MAX_FILE_NAME, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)  # hexadecimal
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["module", "position"], name="materials_in_order")]

    def __str__(self) -> str:
        return self.title


class MaterialFile(models.Model):
    """The bytes of a file; read only when somebody fetches it."""

    material = models.OneToOneField(
        Material, on_delete=models.CASCADE, primary_key=True, related_name="file"
    )
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    data = models.BinaryField()

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"file of {self.material_id}"
