"""Somebody without an address: the page of the credential has the link to print."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.test import Client

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential

HOME = "/studio/harbour-skills-training"


def test_the_page_of_a_person_without_address_has_the_link_to_print(
    studio: Client, version: "AchievementVersion", issue: Callable[..., "Credential"]
) -> None:
    from skillmark.platform.issuing.models import Credential

    studio.post(f"{HOME}/issue/{version.pk}/person", {"name": "Bo Lindahl", "step": "issue"})
    alone = Credential.objects.get()
    path = f"{HOME}/credentials/{alone.pk}"
    assert f'action="{path}/link"' in studio.get(path).content.decode()
    sheet = studio.post(f"{path}/link").content.decode()
    assert "Bo Lindahl" in sheet
    assert "/claim/" in sheet

    written_to = issue("Mark Olsen")
    page = studio.get(f"{HOME}/credentials/{written_to.pk}").content.decode()
    assert f"{written_to.pk}/link" not in page
