"""Letters: every kind, in every language, loads nothing, runs nothing, has its plain text."""

import re
from uuid import uuid4

import pytest
from django.utils.translation import override
from pytest_django.fixtures import Settings

from skillmark.platform.mailing import dress, languages, letters, mjml
from skillmark.platform.mailing.letters import Kind, Letter, Writer, usual_words
from skillmark.platform.mailing.mjml import TemplateError
from skillmark.platform.mailing.senders import Sender
from skillmark.platform.mailing.wording import Words

SENDER = Sender("Harbour & <Sons>", "https://site.example/i/h", "hello@harbour.example")
CANARY = '"><img src=x onerror=alert(1)>'
KEYS = [kind.key for kind in letters.kinds()]
_ADDRESSES = re.compile(r"""(?:src|background|poster)\s*=\s*["']?([^"'>\s]+)""")


def _write(kind: Kind, language: str = "en", **facts: str) -> Letter:
    with override(language):
        sample = dict(kind.sample(SENDER))
    return Writer(kind, language, SENDER, usual_words(kind, language)).write(sample | facts)


def test_there_are_letters_of_every_app() -> None:
    assert {"issued", "reminder", "revoked", "invitation", "account-confirm"} <= set(KEYS)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ar"])
def test_every_letter_reads_well_and_loads_nothing(key: str, language: str) -> None:
    letter = _write(letters.kind_of(key), language, unsubscribe_url="https://site.example/u/x")
    assert letter.subject
    assert letter.text.strip()
    assert f'lang="{language}"' in letter.html
    assert ('dir="rtl"' in letter.html) == (language == "ar")
    assert all(found.startswith("cid:") for found in _ADDRESSES.findall(letter.html))
    for text in (letter.subject, letter.text, letter.html):
        assert "[[" not in text
        assert "\\u{" not in text
        assert not re.search(
            r"(?<!\{)\{[a-z_]+\}", re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
        )
    assert not re.search(r"(?i)<script|<link|@import|url\(|@font-face|<form", letter.html)


@pytest.mark.parametrize("key", KEYS)
def test_nothing_anybody_wrote_is_markup(key: str) -> None:
    kind = letters.kind_of(key)
    facts = {
        name: CANARY
        for name in kind.sample(SENDER)
        if not name.endswith("url") and name != "badge"
    }
    letter = _write(kind, **facts)
    assert "<img src=x" not in letter.html
    assert "{{" not in letter.html


def test_own_words_are_printed_as_they_are() -> None:
    kind = letters.kind_of("issued")
    own = Words("{{7*7}} for {name}", "<b>{name}</b>\n\n{{7*7}} [[claim_url]]", "Bye\nHarbour")
    facts = dict(kind.sample(SENDER)) | {"name": "Zoë"}
    letter = Writer(kind, "en", SENDER, own).write(facts)
    assert letter.subject == "{{7*7}} for Zoë"
    assert "&lt;b&gt;Zoë&lt;/b&gt;" in letter.html
    assert "{{7*7}} [[claim_url]]" in letter.html
    assert "Bye<br>Harbour" in letter.html
    assert "<b>Zoë</b>\n\n{{7*7}} [[claim_url]]" in letter.text


def test_a_subject_stays_one_line_whatever_is_filled_in() -> None:
    letter = _write(letters.kind_of("issued"), achievement="A\r\nBcc: all@people.example")
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject


def test_letters_beyond_ascii_survive_in_attributes() -> None:
    name = "Żółć عَرَبِيّ 李伟 e\u0301"
    letter = _write(letters.kind_of("issued"), achievement=name)
    assert f'alt="Badge of {name}"' in letter.html


def test_plain_text_has_no_towers_of_empty_lines() -> None:
    for key in KEYS:
        assert "\n\n\n" not in _write(letters.kind_of(key)).text


@pytest.mark.parametrize(
    "part",
    [
        '<mj-image src="https://tracker.example/x.png" />',
        '<mj-raw><link rel="stylesheet" href="https://fonts.example/x.css" /></mj-raw>',
        "<mj-raw><script>x</script></mj-raw>",
        '<mj-section background-url="https://x.example/y.png"></mj-section>',
        '<mj-style>@import "https://fonts.example/x.css";</mj-style>',
        "<mj-text>",
    ],
)
def test_a_template_that_would_load_something_is_refused(part: str) -> None:
    with pytest.raises(TemplateError):
        mjml.compile_template(f"<mjml><mj-body>{part}</mj-body></mjml>")


def test_a_fact_is_never_read_again_as_a_mark() -> None:
    assert mjml.fill("[[one]] [[two]] [[gone]]", {"one": "[[two]]", "two": "2"}) == "[[two]] 2 "


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (("de",), "de"), (("de-AT", "en"), "de"), (("nl", "fr"), "fr"), (("", None, "AR"), "ar"),
        (("tlh", "x-y"), "en"), ((), "en"),
    ],
)  # fmt: skip
def test_the_reader_s_language_is_chosen(
    settings: Settings, wanted: tuple[str | None, ...], chosen: str
) -> None:
    settings.LANGUAGES = [(code, code) for code in ("en", "de", "es", "fr", "ar")]
    assert languages.choose(*wanted) == chosen


def test_a_thousand_letters_cost_little(db: None) -> None:
    import time

    kind = letters.kind_of("issued")
    writer = Writer(kind, "en", SENDER, usual_words(kind, "en"))
    facts = dict(kind.sample(SENDER))
    writer.write(facts)
    began = time.process_time()
    for number in range(1_000):
        writer.write(facts | {"name": f"Person {number}", "claim_url": f"https://x/{uuid4()}"})
    assert time.process_time() - began < 2  # s; about 0.15 on an idle machine


def test_plain_mail_in_a_language_from_right_to_left() -> None:
    with override("ar"):
        assert 'dir="rtl"' in dress.dress("s", "t")
