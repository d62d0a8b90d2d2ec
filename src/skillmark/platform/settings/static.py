"""Static files under names that carry their content's hash, so browsers may keep them for ever.

``skillmark up`` collects them into the data folder when it starts. Where nobody collected them
(tests, development) the plain names are used and whitenoise serves the apps' own folders.
"""

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed once collected, plain before."""

    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of the static file `name`."""
        if self.hashed_files:
            return str(super().url(name, force))
        return StaticFilesStorage.url(self, name)
