"""Static files under names that carry their content's hash, so browsers may keep them for ever.

``skillmark up`` collects them into the data folder when it starts, the style sheets joined into
one. Where nobody collected them (tests, development) the plain names are used and whitenoise
serves the apps' own folders.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

from skillmark.platform.ui import stylesheet


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed once collected, plain before."""

    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of the static file `name`."""
        if self.hashed_files:
            return str(super().url(name, force))
        return StaticFilesStorage.url(self, name)

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Join the style sheets, then hash and compress what was collected."""
        if stylesheet.ENTRY in paths and not dry_run:
            self._join(stylesheet.ENTRY)
            paths = paths | {stylesheet.ENTRY: (self, stylesheet.ENTRY)}
        yield from super().post_process(paths, dry_run, **options)

    def _join(self, name: str) -> None:
        folder = PurePosixPath(name).parent
        whole = stylesheet.joined(self._text(name), lambda part: self._text(str(folder / part)))
        self.delete(name)
        self.save(name, ContentFile(whole.encode()))

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            return bytes(file.read()).decode()
