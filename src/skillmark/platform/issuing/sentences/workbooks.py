"""What can be wrong with a workbook before its rows are read."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # The workbook.
    gettext_noop("The workbook has %(count)d parts; %(limit)d is the most."),
    gettext_noop("This is no Excel workbook."),
    gettext_noop("Save the list as XLSX or as CSV."),
    gettext_noop("The workbook is locked with a password."),
    gettext_noop("Remove it and send it again."),
    gettext_noop("The workbook is packed in an unusual way."),
    gettext_noop("Save it again."),
    gettext_noop("The workbook is broken."),
    gettext_noop("Save it again, or save it as CSV."),
    gettext_noop("A sheet is not written as spreadsheets write it."),
    gettext_noop(
        "A sheet reaches to row %(row)d and column %(column)d: that is more than any list has."
    ),
    gettext_noop("Delete the empty rows and columns behind your list, or save it as CSV."),
    gettext_noop("A part of the workbook unpacks to far more than any list has."),
    gettext_noop("Unpacked, the workbook is larger than any list."),
    gettext_noop("Split it."),
    gettext_noop("The workbook has %(count)d sheets."),
    gettext_noop("Save the one with the list by itself."),
    gettext_noop("The sheet “%(name)s” is empty."),
    gettext_noop(
        "The cell shows an error such as #N/A, or a formula whose result was never saved."
    ),
    gettext_noop("Write the value itself."),
    gettext_noop("The workbook cannot be read."),
    gettext_noop("A cell is longer than %(limit)d characters."),
)
