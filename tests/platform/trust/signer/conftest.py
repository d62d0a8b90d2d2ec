"""What the signer's tests share: both ways to the desk, and documents to sign."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import signer_process
from django.conf import settings as django_settings
from pytest_django import Settings as SettingsWrapper
from signer_documents import Maker
from signer_process import Running

from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import keys


@pytest.fixture(scope="session")
def signer(django_db_setup: None) -> Iterator[Running]:
    """One signer process for all tests of the folder."""
    with signer_process.running(SKILLMARK_LOG_LEVEL="warning") as one:
        yield one


@pytest.fixture
def make(transactional_db: None, organisation: Organisation) -> Maker:
    """Makes unsigned documents of `organisation`, whose keys are there and committed."""
    return Maker(keys.ensure_identity(organisation))


@pytest.fixture(params=["in process", "socket"])
def way(
    request: pytest.FixtureRequest, make: Maker, settings: SettingsWrapper, tmp_path: Path
) -> str:
    """Ask the desk in this process, or the signer's own, which alone can open keys then."""
    if request.param == "socket":
        one: Running = request.getfixturevalue("signer")
        settings.SKILLMARK = signer_process.keyless(tmp_path, one.address, demo=False)
    else:
        settings.SKILLMARK = django_settings.SKILLMARK.model_copy(update={"demo": False})
    return str(request.param)


@pytest.fixture
def remote(make: Maker, signer: Running, settings: SettingsWrapper, tmp_path: Path) -> Running:
    """This process is a web process: it opens no keys and knows the signer's address."""
    settings.SKILLMARK = signer_process.keyless(tmp_path, signer.address, demo=False)
    return signer
