"""What is wrong with a file of skills, row by row, and why it cannot be read at all."""

from typing import Final

from django.utils.translation import gettext_noop

from skillmark.platform.ui.saying import Plural

SENTENCES: Final = (
    # The file.
    gettext_noop("%(file)s cannot be read as JSON:"),
    gettext_noop("%(file)s is no CASE package: it needs the members CFDocument and CFItems."),
    gettext_noop("%(file)s is not a text file."),
    gettext_noop("%(file)s is not text in UTF-8."),
    gettext_noop("Save it as “CSV UTF-8” and send it again."),
    gettext_noop("The first line of %(file)s names no columns."),
    gettext_noop("A file of skills has at most %(limit)d MiB."),
    gettext_noop("A file of skills has at most %(limit)d columns."),
    gettext_noop("Line %(line)d of %(file)s cannot be read: %(words)s."),
    gettext_noop("None of these files is a skills framework that is known."),
    gettext_noop("There is no skill in this file."),
    gettext_noop("%(file)s belongs to another framework than the files before it."),
    gettext_noop("%(file)s has none of the columns that a list of skills needs."),
    gettext_noop("The simplest header is: %(columns)s."),
    gettext_noop("The packaged skills “%(name)s” are damaged; install Skillmark again."),
    # A row.
    gettext_noop("This item of CFItems is no object."),
    gettext_noop("This item has no uri."),
    gettext_noop("This row has no name."),
    gettext_noop("A name has at most %(limit)d characters."),
    gettext_noop("“%(text)s” is no http or https address."),
    gettext_noop("At most %(limit)d skills are read."),
    gettext_noop("“%(text)s” stands in the file twice."),
    gettext_noop("The code %(text)s stands in the file twice."),
    gettext_noop("This row has not as many cells as the header."),
    gettext_noop("The other names of this row belong to another skill; they are left out."),
    # The job.
    gettext_noop("Import “%(name)s”"),
    Plural("%(count)d skill can be found now.", "%(count)d skills can be found now."),
)
