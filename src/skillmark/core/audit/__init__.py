"""The audit trail: a chain of acts in which nothing can change or vanish unseen.

Pure values and bytes. Keeping the trail in a database, and who may read it, is
`skillmark.platform.events`' work; the same check runs there, in a job and on an exported file.
"""

from skillmark.core.audit.chain import BEGIN, Fault, Finding, Position, close, follow
from skillmark.core.audit.entry import FIRST, Entry, digest
from skillmark.core.audit.errors import AuditFileError
from skillmark.core.audit.file import FORMAT, Head, Report, check_file, write_entry, write_head

__all__ = [
    "BEGIN",
    "FIRST",
    "FORMAT",
    "AuditFileError",
    "Entry",
    "Fault",
    "Finding",
    "Head",
    "Position",
    "Report",
    "check_file",
    "close",
    "digest",
    "follow",
    "write_entry",
    "write_head",
]
