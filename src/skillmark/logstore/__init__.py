"""The shelf on which a transparency log lies: files that only ever grow, and one writer.

`LogStore` is the writer, `folder_source` what readers read through. What the files are and mean
is `skillmark.core.log`'s work; keys, witnesses and the clock come in as arguments.
"""

from skillmark.logstore.errors import LogStoreError
from skillmark.logstore.files import folder_source
from skillmark.logstore.store import LogStore

__all__ = ["LogStore", "LogStoreError", "folder_source"]
