"""Loading the skills that come with the program: all of ESCO in English, and O*NET.

``skillmark migrate`` (so ``up`` and ``demo`` too) loads them once; a digest tells that nothing is
to be done. A framework that an operator imported from a newer download is left alone.
"""

import hashlib

from django.db import transaction

from skillmark.platform.skills import importing
from skillmark.platform.skills.models import Framework
from skillmark.platform.skills.reading.entry import Package
from skillmark.platform.skills.reading.shipped import SEEDS, Seed


def load() -> list[Framework]:
    """Load what is packaged and not there yet; return the frameworks that were written."""
    return [found for seed in SEEDS if (found := _load(seed)) is not None]


def _load(seed: Seed) -> Framework | None:
    index = seed.index()
    digest = hashlib.sha256(seed.packed() + index).hexdigest()
    rows = Framework.objects.filter(organisation=None, key=seed.facts.key)
    framework: Framework | None = rows.first()
    if framework is not None and (framework.digest == digest or not framework.packaged):
        return None
    package = Package("packaged", seed.facts, list(seed.entries()))
    with transaction.atomic():
        if framework is None:
            framework = Framework(key=seed.facts.key)
        importing.keep_facts(framework, seed.facts)
        framework.digest, framework.packaged = digest, True
        framework.save()
        importing.run(framework, package, index=index)
    return framework
