"""A pathway and its versions. A published version is immutable: finals carry its digest."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.events.ids import uuid7
from skillmark.platform.pathways.errors import VersionFrozenError

MAX_NAME: Final = 200  # characters
MAX_SUMMARY: Final = 2_000  # characters

_OPEN_AFTER_PUBLISHING: Final = frozenset({"state", "archived_at"})
_SET_ON_PUBLISHING: Final = frozenset({"document", "digest", "published_at", "published_by_id"})


class OnLoss(models.TextChoices):
    """What becomes of a final when a credential that earned it is lost."""

    KEEP = "keep", _("Keep it")
    SUSPEND = "suspend", _("Suspend it until the rule is fulfilled again")
    REVOKE = "revoke", _("Revoke it")


class Pathway(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """What adds up to one achievement, through all versions of its rule."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    slug = models.SlugField(max_length=80, unique=True)  # ``/p/<slug>``, of the whole site
    name = models.CharField(_("name"), max_length=MAX_NAME)  # of the newest version
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-updated_at"]
        indexes = [
            models.Index(
                fields=["organisation", "state", "-updated_at"], name="pathways_by_state"
            ),
            models.Index(fields=["organisation", "-updated_at"], name="pathways_changed"),
        ]

    def __str__(self) -> str:
        return self.name


class PathwayVersion(models.Model):  # type: ignore[django-manager-missing] # the same
    """One rule and what fulfilling it awards. Frozen once it is in review or published."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()  # 1, 2, 3 … in its pathway
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    name = models.CharField(_("name"), max_length=MAX_NAME)
    summary = models.TextField(_("what it leads to"), max_length=MAX_SUMMARY, blank=True)
    achievement = models.ForeignKey(  # its published version is awarded
        "catalog.Achievement",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("what is awarded"),
    )
    rule = models.JSONField(default=dict, blank=True)  # the document, perhaps unfinished
    on_loss = models.CharField(
        _("when a credential is lost"),
        max_length=8,
        choices=OnLoss.choices,
        default=OnLoss.KEEP,
    )
    document = models.BinaryField(default=bytes)  # canonical bytes, once published
    digest = models.CharField(max_length=100, blank=True)  # of these, multibase
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "number"], name="pathway_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["pathway"],
                condition=Q(state__in=[State.DRAFT, State.REVIEW]),
                name="one_draft_per_pathway",
            ),
            models.UniqueConstraint(
                fields=["pathway"],
                condition=Q(state=State.PUBLISHED),
                name="one_published_per_pathway",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (version {self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, but never the content of a version that is in review or published.

        Raises:
            VersionFrozenError: more than its state would change.
        """
        everywhere = type(self).objects.with_scopes_disabled()
        stored = None
        if not self._state.adding:
            stored = everywhere.filter(pk=self.pk).values().first()
        if stored is not None and stored["state"] != State.DRAFT:
            may_change = _OPEN_AFTER_PUBLISHING | {"updated_at"}
            if stored["state"] == State.REVIEW and self.state == State.PUBLISHED:
                may_change |= _SET_ON_PUBLISHING
            for name, value in stored.items():
                if name not in may_change and _plain(getattr(self, name)) != _plain(value):
                    raise VersionFrozenError(
                        "This version of the rule stands still; make the next one.",
                        version=str(self.pk),
                        field=name,
                    )
        super().save(*args, **kwargs)


class RuleLeaf(models.Model):
    """An achievement that a published rule asks for: who hears of which credential."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(PathwayVersion, on_delete=models.CASCADE, related_name="leaves")
    # the row of the catalogue behind the address; none for what others define elsewhere
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.PROTECT, null=True, related_name="+"
    )
    iri = models.CharField(max_length=2_000)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return self.iri


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
