"""Read the list of recipients, the same way for the command line and the platform.

``read`` never raises: good rows become `Recipient`s, bad rows carry `Problem`s with line,
column, code, a sentence that says what to do, and the value; ``bad_rows_csv`` writes them out
to be mended. Nothing is read from disk here, and today's date is an argument.
"""

from skillmark.core.issue.recipients.bad_rows import bad_rows_csv, write_csv
from skillmark.core.issue.recipients.columns import COLUMNS, FIELDS, REQUIRED
from skillmark.core.issue.recipients.emails import same_mailbox
from skillmark.core.issue.recipients.problem import Problem
from skillmark.core.issue.recipients.reader import RecipientsFile, read, read_rows
from skillmark.core.issue.recipients.reading import Reading
from skillmark.core.issue.recipients.rows import Expectations, GradeCheck, Row

__all__ = [
    "COLUMNS",
    "FIELDS",
    "REQUIRED",
    "Expectations",
    "GradeCheck",
    "Problem",
    "Reading",
    "RecipientsFile",
    "Row",
    "bad_rows_csv",
    "read",
    "read_rows",
    "same_mailbox",
    "write_csv",
]
