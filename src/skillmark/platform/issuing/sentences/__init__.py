"""The sentences of files of recipients and of issuing."""

from typing import Final

from skillmark.platform.issuing.sentences import acts, files, titles, workbooks

SENTENCES: Final = (
    *acts.SENTENCES,
    *files.SENTENCES,
    *titles.SENTENCES,
    *workbooks.SENTENCES,
)
