"""Files of recipients as people have them: CSV in any encoding, and workbooks.

`files.read` takes the bytes and what somebody has said about them, and gives back rows beside a
`how.How`: how the file was read, to be shown, changed and remembered. Nothing here writes.
"""

from skillmark.platform.issuing.intake.files import Found, read
from skillmark.platform.issuing.intake.how import How

__all__ = ["Found", "How", "read"]
