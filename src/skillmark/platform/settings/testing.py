"""Settings of the test suite: a fresh data folder, plain static files, a fast hasher.

``SKILLMARK_TEST_DATABASE_URL`` runs the same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_DATA_DIR = Path(tempfile.mkdtemp(prefix="skillmark-test-"))
atexit.register(shutil.rmtree, _DATA_DIR, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("SKILLMARK_")]:
    if not _name.startswith("SKILLMARK_TEST_"):
        del os.environ[_name]
os.environ |= {
    "SKILLMARK_DATA_DIR": str(_DATA_DIR),
    "SKILLMARK_DATABASE_URL": os.environ.get("SKILLMARK_TEST_DATABASE_URL", ""),
    "SKILLMARK_JOBS_DATABASE_URL": f"sqlite:///{_DATA_DIR / 'jobs.sqlite3'}",
    "SKILLMARK_SECRET_KEY": "only-for-tests-" + "0" * 40,
    "SKILLMARK_KEY_PASSPHRASE": "only for tests",
    "SKILLMARK_EMAIL_VERIFICATION": "optional",
    "SKILLMARK_DEMO": "true",
    "SKILLMARK_LOG_FORMAT": "console",
    "SKILLMARK_PUBLIC_LOG_WRITER": "false",  # the tests of the log write it themselves
}

from skillmark.platform.settings.django import *  # noqa: E402, F403
from skillmark.platform.settings.django import DATABASES, LOGGING  # noqa: E402

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
LOGGING["root"]["level"] = "WARNING"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: job threads and the live server share it, in WAL mode as in service.
    DATABASES["default"]["TEST"] = {"NAME": str(_DATA_DIR / "test.sqlite3")}
else:
    del DATABASES["default"]["OPTIONS"]["pool"]
