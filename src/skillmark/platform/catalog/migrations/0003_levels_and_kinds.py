"""Read what earlier rows said in words: "EQF 4" is a level, months are a validity policy."""

import re

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EQF = re.compile(r"\AEQF\s*(?:level\s*)?([1-8])\Z", re.IGNORECASE)


def read(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Fill the columns that lists and policies read."""
    versions = apps.get_model("catalog", "AchievementVersion").objects
    versions.filter(validity_months__isnull=False).update(validity="months")
    levels = versions.exclude(national_level="").order_by().values_list("national_level")
    for (words,) in list(levels.distinct()):
        if found := EQF.match(words.strip()):
            versions.filter(national_level=words).update(
                eqf_level=int(found[1]), national_level=""
            )
    achievements = apps.get_model("catalog", "Achievement").objects
    for version in versions.order_by("number").iterator():
        achievements.filter(pk=version.achievement_id).update(
            achievement_type=version.achievement_type, human_code=version.human_code
        )


class Migration(migrations.Migration):
    """Data only; there is nothing to take back."""

    dependencies = [("catalog", "0002_issuers_daily_work")]
    operations = [migrations.RunPython(read, migrations.RunPython.noop)]
