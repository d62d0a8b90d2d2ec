"""The operator's settings: what is accepted, what is refused, what is generated."""

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from skillmark.platform.settings.config import Config
from skillmark.platform.settings.databases import DatabaseUrlError, django_database
from skillmark.platform.settings.mail import EmailUrlError, delivery_mailer


@pytest.mark.parametrize(
    ("given", "kept", "https"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", False),
        ("https://skillmark.example/", "https://skillmark.example", True),
        ("https://skillmark.example:8443", "https://skillmark.example:8443", True),
    ],
)
def test_site_url(given: str, kept: str, https: bool) -> None:
    config = Config(site_url=given)
    assert (config.site_url, config.https) == (kept, https)


@pytest.mark.parametrize(
    "url",
    [
        "skillmark.example",
        "ftp://skillmark.example",
        "https://",
        "https://skillmark.example/path",
        "https://skillmark.example?q",
        "https://user@skillmark.example",
    ],
)
def test_a_site_url_is_an_origin(url: str) -> None:
    with pytest.raises(ValidationError):
        Config(site_url=url)


def test_hosts_are_the_site_and_what_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKILLMARK_ALLOW_HOSTS", "a.example, b.example,")
    assert Config(site_url="https://skillmark.example").hosts == [
        "skillmark.example",
        "a.example",
        "b.example",
    ]
    assert "localhost" in Config().hosts


def test_a_secret_is_generated_once_for_all_and_for_the_owner_only(tmp_path: Path) -> None:
    def fresh() -> Config:
        return Config(data_dir=tmp_path / "data", secret_key="")

    found: set[str] = set()
    threads = [
        threading.Thread(target=lambda: found.add(fresh().django_secret())) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1
    assert len(found.pop()) > 50
    assert (
        fresh().django_secret()
        != Config(data_dir=tmp_path / "data", key_passphrase="").key_encryption_passphrase()
    )
    for file in (tmp_path / "data").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {file.name for file in (tmp_path / "data").iterdir()} == {
        "secret.key",
        "passphrase.key",
    }


def test_secrets_are_not_printed() -> None:
    config = Config(secret_key="hush-1", key_passphrase="hush-2", email_url="smtp://u:hush-3@h")
    assert "hush" not in repr(config)


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("sqlite:///data/db.sqlite3", "django.db.backends.sqlite3", "data/db.sqlite3"),
        ("sqlite:////var/lib/db.sqlite3", "django.db.backends.sqlite3", "/var/lib/db.sqlite3"),
        ("postgresql://u:p%40ss@db:5433/skills", "django.db.backends.postgresql", "skills"),
        ("postgres://db/skills?sslmode=require", "django.db.backends.postgresql", "skills"),
    ],
)
def test_database_urls(url: str, engine: str, name: str) -> None:
    made = django_database(url)
    assert (made["ENGINE"], made["NAME"]) == (engine, name)


def test_a_database_url_keeps_every_part() -> None:
    made = django_database("postgresql://u:p%40ss@db:5433/skills?sslmode=require")
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"]) == (
        "u",
        "p@ss",
        "db",
        "5433",
    )
    assert made["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "sqlite:", "sqlite:///", "postgresql://host/", ""]
)
def test_other_database_urls_are_refused(url: str) -> None:
    with pytest.raises(DatabaseUrlError):
        django_database(url)


def test_the_job_engine_follows_the_database(tmp_path: Path) -> None:
    small = Config(data_dir=tmp_path, database_url="", jobs_database_url="")
    large = Config(database_url="postgresql://db/skills", jobs_database_url="")
    apart = Config(database_url="postgresql://db/skills", jobs_database_url="sqlite:///x")
    assert small.jobs_database == f"sqlite:///{tmp_path / 'jobs.sqlite3'}"
    assert large.jobs_database == "postgresql://db/skills"
    assert apart.jobs_database == "sqlite:///x"


@pytest.mark.parametrize(
    ("url", "facts"),
    [
        ("smtp://mail.example", {"port": 25, "use_ssl": False, "use_tls": False}),
        ("smtps://u:p%3Aw@mail.example", {"port": 465, "use_ssl": True, "password": "p:w"}),
        ("smtp+starttls://u@mail.example:2525", {"port": 2525, "use_tls": True}),
    ],
)
def test_email_urls(url: str, facts: dict[str, Any]) -> None:
    options = delivery_mailer(Config(email_url=url))["OPTIONS"]
    assert {name: options[name] for name in facts} == facts
    assert options["timeout"] > 0


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "mail.example"])
def test_other_email_urls_are_refused(url: str) -> None:
    with pytest.raises(EmailUrlError):
        delivery_mailer(Config(email_url=url))


def _django_settings(tmp_path: Path, **environment: str) -> dict[str, str]:
    program = (
        "import json; from skillmark.platform.settings import django as s;"
        "print(json.dumps({k: repr(getattr(s, k, None)) for k in ("
        "'SESSION_COOKIE_NAME','SESSION_COOKIE_SECURE','CSRF_COOKIE_NAME','CSRF_COOKIE_SECURE',"
        "'SECURE_HSTS_SECONDS','SECURE_PROXY_SSL_HEADER','DEBUG','ACCOUNT_EMAIL_VERIFICATION')}))"
    )
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SKILLMARK_")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**clean, "SKILLMARK_DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_over_https_cookies_are_bound_to_the_host_and_browsers_stay(tmp_path: Path) -> None:
    made = _django_settings(
        tmp_path,
        SKILLMARK_SITE_URL="https://skillmark.example",
        SKILLMARK_TRUSTED_PROXIES="1",
    )
    assert made["SESSION_COOKIE_NAME"] == "'__Host-skillmark-session'"
    assert made["CSRF_COOKIE_NAME"] == "'__Host-skillmark-csrf'"
    assert made["SESSION_COOKIE_SECURE"] == made["CSRF_COOKIE_SECURE"] == "True"
    assert int(made["SECURE_HSTS_SECONDS"]) >= 31_536_000
    assert "X_FORWARDED_PROTO" in made["SECURE_PROXY_SSL_HEADER"]


def test_the_defaults_are_the_safe_ones(tmp_path: Path) -> None:
    made = _django_settings(tmp_path, SKILLMARK_SITE_URL="https://skillmark.example")
    assert made["DEBUG"] == "False"
    assert made["ACCOUNT_EMAIL_VERIFICATION"] == "'mandatory'"
    assert made["SECURE_PROXY_SSL_HEADER"] == "None"  # nobody is believed unless we are told so
