"""Letters: every kind of mail there is, written in its reader's language in one look.

An app registers its kinds with `register`. A letter is made of a template (MJML and plain text,
translated like any page), the organisation's own words or our usual ones, and facts. The
template is rendered once for a language and a set of facts, with marks in their places; then each
letter only has its facts put in, so a thousand cost little more than one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.translation import override

from skillmark.platform.mailing import languages, mjml, wording
from skillmark.platform.mailing.errors import UnknownKindError
from skillmark.platform.mailing.models import Wording
from skillmark.platform.mailing.senders import Sender
from skillmark.platform.mailing.wording import Words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    type Said = str | _StrPromise

CACHED: Final = 512  # rendered templates kept in memory, about 10 kB each
NOTE: Final = "mailing/mail/note"

type Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter.

    Attributes:
        key: stable, as in addresses.
        label: what the list calls it.
        occasion: when it is sent, one sentence.
        subject: our usual words, plain text with ``{placeholders}``; so are the next two.
        intro: the text before what the template says itself.
        sign_off: the text at the end.
        template: names the ``.mjml`` and the ``.txt``.
        placeholders: what own words may name, and what each stands for.
        sample: facts of an invented case, for previews.
        fixed: further facts that are words, translated and filled in like the others.
        news: its reader may unsubscribe from it.
        editable: an organisation may say it in its own words.
        order: where it stands in the list.
    """

    key: str
    label: "Said"
    occasion: "Said"
    subject: "Said"
    intro: "Said"
    sign_off: "Said" = ""
    template: str = NOTE
    placeholders: "Mapping[str, Said]" = field(default_factory=dict)
    sample: Callable[[Sender], Facts] = field(default=lambda _sender: {})
    fixed: "Mapping[str, Said]" = field(default_factory=dict)
    news: bool = False
    editable: bool = True
    order: int = 100


@dataclass(frozen=True, slots=True)
class Letter:
    """A written letter."""

    subject: str
    text: str
    html: str


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of letter known."""
    _kinds[kind.key] = kind


def register_note(  # noqa: PLR0917 - a row of a table
    key: str,
    order: int,
    words: "tuple[Said, Said, Said, Said]",
    otherwise: "Said",
    action: "Said",
    placeholders: "Mapping[str, Said]",
    sample: Callable[[Sender], Facts],
) -> None:
    """Make a short letter known whose title is its subject.

    Args:
        key: of the kind.
        order: its place in the list.
        words: its label, occasion, subject and intro.
        otherwise: what stands below the button.
        action: the words on the button.
        placeholders: what its words may name.
        sample: facts for its preview.
    """
    label, occasion, subject, intro = words
    register(
        Kind(
            key=key,
            label=label,
            occasion=occasion,
            subject=subject,
            intro=intro,
            placeholders=placeholders,
            fixed={"title": subject, "action": action, "otherwise": otherwise},
            sample=sample,
            order=order,
        )
    )


def kinds() -> list[Kind]:
    """Return every kind of letter, in order."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.key))


def kind_of(key: str) -> Kind:
    """Return the kind with a key.

    Raises:
        UnknownKindError: there is none.
    """
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKindError("There is no letter of this kind.", kind=key) from None


def usual_words(kind: Kind, language: str) -> Words:
    """Return what we say if the organisation says nothing else."""
    with override(language):
        return Words(str(kind.subject), str(kind.intro), str(kind.sign_off))


def words_of(kind: Kind, language: str, organisation_id: UUID | None) -> Words:
    """Return the organisation's own words where it has any, ours otherwise."""
    usual = usual_words(kind, language)
    if organisation_id is None or not kind.editable:
        return usual
    own: Wording | None = (
        Wording.objects.with_scopes_disabled()
        .filter(organisation_id=organisation_id, kind=kind.key, language=language)
        .first()
    )
    if own is None:
        return usual
    return Words(
        own.subject or usual.subject, own.intro or usual.intro, own.sign_off or usual.sign_off
    )


class Writer:
    """Writes letters of one kind in one language for one sender."""

    def __init__(
        self, kind: Kind, language: str, sender: Sender, words: Words | None = None
    ) -> None:
        self._kind = kind
        self._language = language
        self._words = words or words_of(kind, language, sender.organisation_id)
        with override(language):
            self._fixed = {name: str(said) for name, said in kind.fixed.items()}
        self._of_sender = {
            "issuer": sender.name,
            "issuer_url": sender.url,
            "contact": sender.contact,
            "logo": f"cid:{sender.logo.cid}" if sender.logo else "",
        }

    def write(self, facts: Facts) -> Letter:
        """Return the letter with these facts in it; empty facts are left out."""
        known = {
            name: value for name, value in (self._of_sender | dict(facts)).items() if value
        }
        known |= {name: wording.fill(said, known) for name, said in self._fixed.items()}
        subject = wording.subject_line(self._words.subject, known)
        intro = wording.fill(self._words.intro, known)
        sign_off = wording.fill(self._words.sign_off, known)
        plain = known | {"subject": subject, "intro": intro, "sign_off": sign_off}
        shown: dict[str, str] = {name: escape(value) for name, value in plain.items()}
        shown |= {"intro": wording.as_html(intro), "sign_off": wording.as_html(sign_off)}
        present = frozenset(name for name, value in plain.items() if value)
        template, language = self._kind.template, self._language
        return Letter(
            subject,
            _tidy(mjml.fill(_text_frame(template, language, present), plain)),
            mjml.fill(html_frame(template, language, present), shown),
        )


@lru_cache(maxsize=CACHED)
def html_frame(template: str, language: str, present: frozenset[str]) -> str:
    """Return the HTML of a template with marks in the places of the facts that are there."""
    return mjml.compile_template(_rendered(f"{template}.mjml", language, present))


@lru_cache(maxsize=CACHED)
def _text_frame(template: str, language: str, present: frozenset[str]) -> str:
    return _rendered(f"{template}.txt", language, present)


def _rendered(name: str, language: str, present: frozenset[str]) -> str:
    way = languages.direction(language)
    context: dict[str, object] = {fact: mjml.mark(fact) for fact in present}
    context |= {
        "language": language,
        "direction": way,
        "start": "right" if way == "rtl" else "left",
        "site": settings.SKILLMARK.site_url,
    }
    with override(language):
        return get_template(name).render(context)


def _tidy(text: str) -> str:
    """Return plain text with at most one empty line between two others."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        line = line if line == "-- " else line.rstrip()  # noqa: PLW2901 - the signature's mark
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
