"""Erasing a person: every app says what it keeps of them, and how it lets go of it.

An app has a module ``erasing`` that registers a `Part` for each model with rows of a person; the
app of erasures, above all others, asks them in order. Registering is all: a test walks every
model and demands a part of it, or a word that it holds nothing of a person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    type Words = str | _StrPromise

type Finder = Callable[["Subject"], QuerySet[Any]]
type Work = Callable[[QuerySet[Any], "Subject"], None]

ALONE: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an erasure is about.

    Attributes:
        erasure: its id; the row of `Person` with the same id is nobody and takes the person's
            place where a row must stay.
        emails: the addresses, in small letters.
        names: how rows call the person, as they stand there.
        user: the account that goes; None when it stays or there is none.
        person: who it is in rows that name a `Person`; None when no account has proven the
            address.
        organisation: whose rows only; None for those of all.
        credentials: what was awarded to the person, erased or still to be.
    """

    erasure: UUID
    emails: frozenset[str]
    names: frozenset[str] = ALONE
    user: UUID | None = None
    person: UUID | None = None
    organisation: UUID | None = None
    credentials: frozenset[UUID] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """What gives the person away in a text: addresses, and names of several words."""
        return self.emails | {name for name in self.names if " " in name.strip()}

    def own(self, rows: QuerySet[Any], column: str = "organisation_id") -> QuerySet[Any]:
        """Return the rows, of the organisation alone if there is one."""
        return rows if self.organisation is None else rows.filter(**{column: self.organisation})

    def addressed(self, *columns: str) -> Q:
        """Return the condition that one of the columns is an address of the person."""
        found = Q(pk__in=())
        for column in columns:
            for email in self.emails:
                found |= Q(**{f"{column}__iexact": email})
        return found

    def named(self, names: Iterable[str]) -> "Subject":
        """Return the same with these names."""
        return replace(self, names=frozenset(name for name in names if name.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The rows of one model that speak of a person.

    Attributes:
        model: ``app.Model``.
        kind: what the page calls the rows, in the plural; parts of one kind are counted together.
        find: returns the person's rows; none once they are erased, or the same again.
        blank: columns → what they hold afterwards, or a function of the subject; without any
            the rows go.
        keeps: columns of text that stay, because they hold nothing of a person.
        says: columns with the person's name.
        work: does it instead, where more is to be done than that.
        order: smaller comes first; rows are found through those of larger ones.
        shown: whether the page counts them.
    """

    model: str
    kind: "Words"
    find: Finder
    blank: Mapping[str, Any] = field(default_factory=dict)
    keeps: frozenset[str] = ALONE
    says: tuple[str, ...] = ()
    work: Work | None = None
    order: int = 50
    shown: bool = True

    @property
    def key(self) -> str:
        """What the erasure notes once the part is done."""
        return f"{self.model}:{','.join(sorted(self.blank))}"

    def rows(self, whom: Subject) -> QuerySet[Any]:
        """Return the rows of `whom`, in no order."""
        return self.find(whom).order_by()

    def erase(self, whom: Subject) -> int:
        """Let go of the rows; return how many there were."""
        found = self.rows(whom)
        count: int = found.count()
        if self.work is not None:
            self.work(found, whom)
        elif self.blank:
            found.update(**{name: _value(value, whom) for name, value in self.blank.items()})
        else:
            found.delete()
        return count


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Make a part known; a second one with its key takes its place."""
    _parts[part.key] = part


def parts() -> list[Part]:
    """Return every part, in the order of the work."""
    return sorted(_parts.values(), key=lambda part: (part.order, part.key))


def everywhere(label: str) -> QuerySet[Any]:
    """Return the rows of a model of all organisations."""
    model: Any = apps.get_model(label)
    manager = model.objects
    rows: QuerySet[Any] = (
        manager.with_scopes_disabled().all()
        if hasattr(manager, "with_scopes_disabled")
        else model._default_manager.all()  # noqa: SLF001 - Django's public name
    )
    return rows


def mentions(rows: QuerySet[Any], words: Iterable[str], *columns: str) -> QuerySet[Any]:
    """Return the rows with one of the words in one of the columns, whatever their kind."""
    casts = {f"said_{column}": Cast(column, TextField()) for column in columns}
    found = Q(pk__in=())
    for word in words:
        for spelling in {word, _escaped(word)}:
            for name in casts:
                found |= Q(**{f"{name}__icontains": spelling})
    named: QuerySet[Any] = rows.annotate(**casts).filter(found)
    return named


def mentioned(label: str, *columns: str, organisation: str = "organisation_id") -> Finder:
    """Return a finder of the rows of a model that name the person in one of the columns."""

    def find(whom: Subject) -> QuerySet[Any]:
        rows = whom.own(everywhere(label), organisation)
        return mentions(rows, whom.words, *columns)

    return find


def clear(label: str, **values: Any) -> Work:
    """Return work that empties, of each row, the columns that name the person, and no others."""

    def work(rows: QuerySet[Any], whom: Subject) -> None:
        ids = list(rows.values_list("pk", flat=True))
        for column, value in values.items():
            found = mentions(everywhere(label).filter(pk__in=ids), whom.words, column)
            keys = list(found.values_list("pk", flat=True))
            everywhere(label).filter(pk__in=keys).update(**{column: value})

    return work


def _value(value: Any, whom: Subject) -> Any:
    return value(whom) if callable(value) else value


def _escaped(word: str) -> str:
    """Return a word as JSON in ASCII spells it."""
    return word.encode("ascii", "backslashreplace").decode("ascii")
