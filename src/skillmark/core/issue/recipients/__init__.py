"""Read the CSV of recipients, the same way for the command line and the platform.

``read`` never raises: good rows become `Recipient`s, bad rows carry `Problem`s with line,
column, code, a sentence that says what to do, and the value; ``bad_rows_csv`` writes them out
to be mended. Nothing is read from disk here, and today's date is an argument.
"""

from skillmark.core.issue.recipients.bad_rows import bad_rows_csv, write_csv
from skillmark.core.issue.recipients.columns import COLUMNS, REQUIRED
from skillmark.core.issue.recipients.emails import same_mailbox
from skillmark.core.issue.recipients.problem import Problem
from skillmark.core.issue.recipients.reader import GradeCheck, RecipientsFile, Row, read

__all__ = [
    "COLUMNS",
    "REQUIRED",
    "GradeCheck",
    "Problem",
    "RecipientsFile",
    "Row",
    "bad_rows_csv",
    "read",
    "same_mailbox",
    "write_csv",
]
