"""Why a row of a file of questions is passed over, and why a question that was asked stays."""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    # The file.
    gettext_noop("A file has at most %(most)d questions. Divide it."),
    gettext_noop("The first line lacks these columns: %(names)s."),
    gettext_noop("These columns stand there twice: %(names)s."),
    # A row and its place in the bank.
    gettext_noop("This row has more cells than the first line."),
    gettext_noop("Row %(line)d has the same already."),
    gettext_noop("This question is archived. Bring it back first."),
    gettext_noop("You have no achievement “%(name)s”."),
    # The question.
    gettext_noop("Write what is asked."),
    gettext_noop("Write a number above 0."),
    gettext_noop("Choose a kind of question: %(kinds)s."),
    gettext_noop("Say which option is right."),
    gettext_noop("Only one option can be right here."),
    gettext_noop("Say whether the statement is true or false."),
    gettext_noop("Write the right number, for example 3 or 1.5."),
    gettext_noop("Write how far off still counts, 0 or more."),
    gettext_noop("Write at least one answer that counts."),
    gettext_noop("Write what belongs to each of the left sides."),
    gettext_noop("Give at least two different right sides."),
    gettext_noop("Each option needs its text."),
    gettext_noop("Give at least two options."),
    gettext_noop("At most %(most)d options are possible."),
    gettext_noop("Two options say the same."),
    gettext_noop("Write yes or no."),
    gettext_noop("Write the numbers of the right options, such as 1 or 1|3."),
    # A value of it.
    gettext_noop("Choose one of the list."),
    gettext_noop("At most %(most)d are possible."),
    gettext_noop("Write a number, for example 3 or 1.5."),
    gettext_noop("Write a number between 0 and %(most)s."),
    gettext_noop("Give a text or a number."),
    gettext_noop("Use at most %(size)d characters; this has %(length)d."),
    # A version that stays.
    gettext_noop("This version was asked; it can no longer change."),
    gettext_noop("A result never changes; another supersedes it."),
)
