"""A recipients file of 1,000 rows with seven planted errors, the same bytes every time.

Every person is invented. The file is what an issuer's office really sends: accents, other scripts,
and mistakes of seven kinds. `PLANTED` says where they are, so that a test can compare.
"""

import csv
import io
from datetime import date, timedelta
from typing import Final

ROWS: Final = 1_000
COURSE_START: Final = date(2026, 3, 2)  # nobody can have earned the certificate before
COLUMNS: Final = ("name", "email", "identifier", "achieved_on", "grade", "achievement")

# Family and given names with their spelling in an e-mail address.
GIVEN: Final = (
    ("Amara", "amara"), ("José", "jose"), ("Nadia", "nadia"), ("Søren", "soren"),
    ("Zoë", "zoe"), ("Mehmet", "mehmet"), ("Łucja", "lucja"), ("Priya", "priya"),
    ("Owen", "owen"), ("Ελένη", "eleni"), ("Иван", "ivan"), ("Chidi", "chidi"),
    ("Ana", "ana"), ("Jürgen", "juergen"), ("Yuki", "yuki"), ("Fatima", "fatima"),
    ("Marek", "marek"), ("Noor", "noor"), ("Tomás", "tomas"), ("Ingrid", "ingrid"),
    ("Kofi", "kofi"), ("Leïla", "leila"), ("Dmitri", "dmitri"), ("Siobhán", "siobhan"),
    ("Rafael", "rafael"), ("Hana", "hana"), ("Émile", "emile"), ("Björn", "bjorn"),
    ("Aoife", "aoife"), ("Mateo", "mateo"), ("سلمى", "salma"), ("Wanjiru", "wanjiru"),
)  # fmt: skip
FAMILY: Final = (
    ("Okafor", "okafor"), ("Núñez", "nunez"), ("Haddad", "haddad"), ("Kjær", "kjaer"),
    ("van der Berg", "vanderberg"), ("Çelik", "celik"), ("Nowak", "nowak"), ("Rao", "rao"),
    ("Pryce", "pryce"), ("Παππά", "pappa"), ("Петров", "petrov"), ("Eze", "eze"),
    ("Silva", "silva"), ("Groß", "gross"), ("Tanaka", "tanaka"), ("Rahman", "rahman"),
    ("Dvořák", "dvorak"), ("Visser", "visser"), ("Ibáñez", "ibanez"), ("Lindqvist", "lindqvist"),
    ("Mensah", "mensah"), ("Benali", "benali"), ("Volkov", "volkov"), ("O'Shea", "oshea"),
    ("Costa", "costa"), ("Sato", "sato"), ("Lefèvre", "lefevre"), ("Åkesson", "akesson"),
    ("Byrne", "byrne"), ("Vargas", "vargas"), ("منصور", "mansour"), ("Kamau", "kamau"),
)  # fmt: skip
GRADES: Final = ("Pass", "Merit", "Distinction")

# Line in the file (the header is line 1) → the kind of mistake.
PLANTED: Final = {
    58: "bad e-mail",
    203: "duplicate row",
    347: "unknown achievement",
    412: "date before the course",
    589: "missing name",
    731: "formula injection",
    964: "wrong encoding",
}


def row(number: int, achievement: str) -> dict[str, str]:
    """Return the good row with this number (from 1), by column."""
    given, given_ascii = GIVEN[(number * 7) % len(GIVEN)]
    family, family_ascii = FAMILY[(number * 11 + number // 32) % len(FAMILY)]
    return {
        "name": f"{given} {family}",
        "email": f"{given_ascii}.{family_ascii}.{number}@learners.example",
        "identifier": f"HST-{number:05}",
        "achieved_on": (COURSE_START + timedelta(days=4 + number % 90)).isoformat(),
        "grade": GRADES[number % len(GRADES)],
        "achievement": achievement,
    }


def spoil(line: int, good: dict[str, str], achievement: str) -> dict[str, str]:
    """Return the row with the mistake planted on this line, or the row itself."""
    mistakes = {
        "bad e-mail": {"email": good["email"].replace("@", "(at)")},
        "duplicate row": {
            **row(101, achievement),
            "email": row(101, achievement)["email"].upper(),
        },
        "unknown achievement": {"achievement": achievement.replace("safety", "safty")},
        "date before the course": {"achieved_on": "2025-11-20"},
        "missing name": {"name": ""},
        "formula injection": {"name": '=HYPERLINK("https://example.com","Open my grade")'},
    }
    return {**good, **mistakes.get(PLANTED.get(line, ""), {})}


def build(achievement: str = "workplace-safety-foundations") -> bytes:
    """Return the file: UTF-8 but for the row whose name is written in ISO 8859-1."""
    lines: list[bytes] = []
    for line in range(1, ROWS + 2):
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
        if line == 1:
            writer.writeheader()
        else:
            writer.writerow(spoil(line, row(line - 1, achievement), achievement))
        wrong = PLANTED.get(line) == "wrong encoding"
        body = text.getvalue().replace(row(line - 1, achievement)["name"], "Renée Müller")
        lines.append(body.encode("latin-1") if wrong else text.getvalue().encode())
    return b"".join(lines)
