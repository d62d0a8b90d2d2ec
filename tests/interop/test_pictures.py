"""Our badges as PNG and SVG in a foreign reader: the very bytes come out, and they verify."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from issued_on_site import SITES, Site
from python_peer import read

from skillmark.core import bake

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential

pytestmark = [pytest.mark.interop, pytest.mark.django_db]


def pictures_of(credential: "Credential") -> list[bytes]:
    from skillmark.platform.issuing.proving import pictures

    return [pictures.png(credential), pictures.svg(credential)]


@pytest.mark.parametrize("method", SITES)
def test_a_baked_picture_is_read_and_verified(
    open_site: Callable[..., Site], method: str
) -> None:
    from skillmark.platform.issuing import services

    site = open_site(method)
    rows = [site.issue(name) for name in ("李伟", "ليلى منصور", "José Núñez")]
    good, revoked, suspended = rows
    services.revoke(revoked.pk, reason="Cheated in the exam", actor=None)
    services.suspend(suspended.pk, reason="Appeal pending", actor=None)
    published = site.published(*rows)
    forged = bytes(good.document).replace(b"Fire prevention", b"Brain surgery")
    asked = [picture for row in rows for picture in pictures_of(row)]
    asked.append(bake.png.bake(pictures_of(good)[0], forged))
    answers = read([(picture, published) for picture in asked])

    baked = [bytes(row.document).decode() for row in rows for _kind in ("png", "svg")]
    assert [answer["document"] for answer in answers] == [*baked, forged.decode()]
    errors = [answer["error"] for answer in answers]
    assert errors[:2] == [None, None]
    assert all("'revocation' is set" in error for error in errors[2:4])
    assert all("'suspension' is set" in error for error in errors[4:6])
    assert "signature" in errors[6]
    proven = [answer["with_proven_lists"] for answer in answers[:6]]
    assert all("is not a signed JWT-VC" in error for error in proven)
