"""Who a mail is from: the organisation by name, this installation by address."""

import pytest

from skillmark.platform.events import mail

OURS = "Skillmark <no-reply@site.example>"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", OURS),
        ("Harbour Skills Training", "Harbour Skills Training via Skillmark"),
        ("A\r\nBcc: x@y.example", "A Bcc: x@y.example via Skillmark"),
        ('Smith, "Sons" & Co', r'"Smith, \"Sons\" & Co via Skillmark"'),
    ],
)
def test_a_sender_names_the_organisation_and_keeps_our_address(name: str, shown: str) -> None:
    made = mail.sender(OURS, name)
    assert made.endswith("<no-reply@site.example>")
    assert "\n" not in made
    assert "\r" not in made
    if name and "@" not in name:
        assert made.startswith(shown)


def test_a_bare_address_gets_the_platforms_name() -> None:
    assert mail.sender("a@b.example", "Meridiana") == "Meridiana via Skillmark <a@b.example>"
