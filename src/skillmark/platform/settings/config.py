"""What an operator may set: one typed object, read from the environment.

Every name is ``SKILLMARK_`` and the field in capitals. Nothing else in the platform reads the
environment; `skillmark.platform.settings.django` turns a `Config` into Django's settings and
keeps it there as ``settings.SKILLMARK``.
"""

import os
import re
import secrets
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal, Self
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from skillmark.core.errors import SkillmarkError

LOOPBACK_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_PLACE: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
MAX_SOCKET_PATH: Final = 107  # bytes that Linux takes, with the scheme in front to spare
SECRET_BYTES: Final = 48  # bytes of randomness in a generated secret


class SecretMissingError(SkillmarkError):
    """A passphrase or PIN is not where the configuration says: no such file or variable."""

    code: ClassVar[str] = "trust.secret_missing"


class Config(BaseSettings):
    """The settings of one installation.

    Attributes:
        site_url: where browsers find this site; its scheme decides cookies and HSTS.
        data_dir: folder for the SQLite files and generated secrets.
        database_url: ``sqlite:///path`` or ``postgresql://…``; empty means SQLite in data_dir.
        jobs_database_url: the same for the job engine; empty follows database_url.
        secret_key: signs sessions and tokens; empty means generated once into data_dir.
        key_passphrase: protects issuer keys at rest; empty means generated once into data_dir.
        key_encryption: the address of the key that protects issuer keys instead of that
            passphrase: ``file:/path`` and ``env:NAME`` hold a passphrase, ``pkcs11:…`` names an
            AES key in a hardware module, ``awskms:…`` a key of AWS KMS.
        key_encryption_before: addresses of such keys that some rows still need until
            ``skillmark keys rewrap`` is done, separated by spaces.
        key_places: where owners may let new issuing keys live: ``name=pkcs11:…`` or
            ``name=awskms:…``, separated by spaces; the name is what owners read.
        signer: ``unix:`` and the path of the signer's socket; empty lets every process sign itself.
        signer_database_url: how the signer's process reaches the database: the URL of its own role.
        signer_uids: accounts (numbers) whose processes may ask the signer, separated by commas;
            empty for the signer's own.
        signer_per_minute: documents that one key signs in a minute; 0 for no limit.
        signer_per_day: documents that one key signs in 24 hours; 0 for no limit.
        signer_approval_above: documents that one key signs in 24 hours before a second person
            must have agreed to what is signed; 0 for never.
        email_url: ``mailbox:`` keeps mail in the app, ``smtp://user:password@host:port``,
            ``smtps://…`` and ``smtp+starttls://…`` send it.
        email_from: the sender of every mail.
        mail_provider: whose reports of bounces and complaints are read at
            ``/mail/reports/<provider>``; empty for none.
        mail_webhook_secret: what reports must prove: providers send it as ``user:password``,
            others sign with it; empty means that no report is taken.
        mail_webhook_key: the key with which the provider itself signs its reports, if it does.
        email_verification: whether an account needs a proven e-mail address to sign in.
        allow_hosts: further host names, separated by commas.
        fetch_origins: origins whose documents are fetched though they are no public https
            addresses, separated by commas; for development and tests, never in production.
        trusted_proxies: how many proxies in front of us set ``X-Forwarded-For``.
        public_log_writer: whether workers of this machine may write the public log; one machine
            of an installation does, the one with the folder.
        public_log_dir: folder of the public log; empty means ``log`` in data_dir.
        public_log_anchor: folder that knows how far the log went, in no backup; empty means
            ``log-anchor`` in data_dir.
        public_log_origin: the lasting name of the log; empty means the host of site_url and
            ``/log``.
        public_log_witnesses: who cosigns it: verifier key, a space, address; separated by
            commas. Empty means the ones that ``skillmark up`` runs beside the site.
        public_log_quorum: how many of them must have cosigned; 0 means more than half.
        did_witnesses: others who approve versions of issuers' histories: the did:key of each, a
            space, its address; separated by commas. This site's own witness is always one.
        did_witness_threshold: how many witnesses must have approved; 0 means more than half.
        did_witness_for: hosts whose histories this site approves as a witness, separated by commas.
        anchor_rpc_url: address of the node of an Ethereum network in which checkpoints of the
            public log are anchored; empty for none.
        anchor_chain_id: number of that network (EIP-155); a node of another one is not believed.
        anchor_key: where the key lies that pays: ``file:PATH``, sealed, ``env:NAME``, or the
            ``pkcs11:`` or ``awskms:`` address of a key on secp256k1, without its PIN.
        anchor_contract: address of the contract; empty means the one deployed last.
        anchor_mode: what a new contract keeps: ``event`` nothing, ``stored`` the newest size.
        anchor_confirmations: blocks on top of an anchor's block before it counts as final.
        anchor_interval_minutes: minutes between two anchors, if the log has grown.
        anchor_max_fee_gwei: the highest fee for each gas, in billionths of the currency's unit.
        anchor_explorer: link to a transaction, with ``{tx}`` in its place; empty for no links.
        ots_calendars: addresses of calendars of OpenTimestamps that stamp checkpoints of the public
            log, separated by commas; empty for none.
        ots_explorer: address of an explorer of Bitcoin's blocks (Esplora), by which this site
            checks time stamps itself; empty for none.
        ots_network: which Bitcoin counts; anything but ``main`` is for tests.
        ots_interval_hours: hours between two time stamps, if the log has grown.
        erasure_wait_hours: for so long somebody who asked to be erased can undo it.
        demo: shows the mailbox and the component stories.
        debug: Django's debug pages; never in production.
        log_format: ``json`` for machines, ``console`` for people.
        log_level: ``info`` has a line for each request, ``warning`` only what needs somebody.
    """

    model_config = SettingsConfigDict(env_prefix="SKILLMARK_", extra="ignore", frozen=True)

    site_url: str = "http://127.0.0.1:8000"
    data_dir: Path = Path("data")
    database_url: str = ""
    jobs_database_url: str = ""
    secret_key: SecretStr = SecretStr("")
    key_passphrase: SecretStr = SecretStr("")
    key_encryption: SecretStr = SecretStr("")
    key_encryption_before: SecretStr = SecretStr("")
    key_places: SecretStr = SecretStr("")
    signer: str = ""
    signer_database_url: SecretStr = SecretStr("")
    signer_uids: Annotated[tuple[int, ...], NoDecode] = ()
    signer_per_minute: int = Field(default=120_000, ge=0)
    signer_per_day: int = Field(default=2_000_000, ge=0)
    signer_approval_above: int = Field(default=100_000, ge=0)
    email_url: SecretStr = SecretStr("mailbox:")
    email_from: str = "Skillmark <no-reply@skillmark.invalid>"
    mail_provider: Literal["", "amazon_ses", "mailgun", "postmark", "sendgrid"] = ""
    mail_webhook_secret: SecretStr = SecretStr("")
    mail_webhook_key: SecretStr = SecretStr("")
    email_verification: Literal["optional", "mandatory"] = "mandatory"
    allow_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    fetch_origins: Annotated[tuple[str, ...], NoDecode] = ()
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    public_log_writer: bool = True
    public_log_dir: Path | None = None
    public_log_anchor: Path | None = None
    public_log_origin: str = ""
    public_log_witnesses: Annotated[tuple[str, ...], NoDecode] = ()
    public_log_quorum: int = Field(default=0, ge=0, le=99)
    did_witnesses: Annotated[tuple[str, ...], NoDecode] = ()
    did_witness_threshold: int = Field(default=0, ge=0, le=32)
    did_witness_for: Annotated[tuple[str, ...], NoDecode] = ()
    anchor_rpc_url: SecretStr = SecretStr("")
    anchor_chain_id: int = Field(default=0, ge=0)
    anchor_key: str = ""
    anchor_contract: str = ""
    anchor_mode: Literal["event", "stored"] = "event"
    anchor_confirmations: int = Field(default=12, ge=1, le=10_000)
    anchor_interval_minutes: int = Field(default=60, ge=0, le=44_640)
    anchor_max_fee_gwei: float = Field(default=100.0, gt=0, le=1_000_000)
    anchor_explorer: str = ""
    ots_calendars: Annotated[tuple[str, ...], NoDecode] = ()
    ots_explorer: str = ""
    ots_network: Literal["main", "test", "regtest"] = "main"
    ots_interval_hours: int = Field(default=24, ge=0, le=8_760)
    erasure_wait_hours: int = Field(default=12, ge=0, le=24)
    demo: bool = False
    debug: bool = False
    log_format: Literal["json", "console"] = "json"
    log_level: Literal["info", "warning"] = "info"

    @field_validator(
        "allow_hosts",
        "fetch_origins",
        "public_log_witnesses",
        "signer_uids",
        "did_witnesses",
        "did_witness_for",
        "ots_calendars",
        mode="before",
    )
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(host.strip() for host in value.split(",") if host.strip())
        return value

    @field_validator("key_places")
    @classmethod
    def _named_places(cls, value: SecretStr) -> SecretStr:
        parts = [part.partition("=") for part in value.get_secret_value().split()]
        names = [name for name, _, _ in parts]
        if not all(_PLACE.fullmatch(name) and address for name, _, address in parts):
            raise ValueError("key_places are written name=address")
        if len(set(names)) < len(names):
            raise ValueError("two key_places have the same name")
        return value

    @field_validator("signer")
    @classmethod
    def _socket_path(cls, value: str) -> str:
        if value and not (value.startswith("unix:/") and len(value) <= MAX_SOCKET_PATH):
            raise ValueError("signer must be unix: and the full path of a socket")
        return value

    @field_validator("site_url")
    @classmethod
    def _plain_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("site_url must begin with http:// or https:// and name a host")
        if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
            raise ValueError("site_url must be an origin without path, query or user")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("anchor_explorer")
    @classmethod
    def _link_template(cls, value: str) -> str:
        if value and not (value.startswith(("https://", "http://")) and "{tx}" in value):
            raise ValueError("anchor_explorer must be an address with {tx} in it")
        return value

    @model_validator(mode="after")
    def _absolute_data_dir(self) -> Self:
        object.__setattr__(self, "data_dir", self.data_dir.expanduser().resolve())
        return self

    @cached_property
    def _site(self) -> SplitResult:
        return urlsplit(self.site_url)

    @property
    def https(self) -> bool:
        """Say whether browsers reach this site over TLS."""
        return self._site.scheme == "https"

    @property
    def site_host(self) -> str:
        """Return the host name of the site, without port."""
        return self._site.hostname or ""

    @property
    def hosts(self) -> list[str]:
        """Return every host name this site answers to."""
        names = [self.site_host, *self.allow_hosts]
        if self.site_host in LOOPBACK_HOSTS:
            names += ["127.0.0.1", "localhost", "[::1]"]
        return list(dict.fromkeys(names))

    @property
    def database(self) -> str:
        """Return the database URL, the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'skillmark.sqlite3'}"

    @property
    def jobs_database(self) -> str:
        """Return the job engine's database URL, the default filled in."""
        if self.jobs_database_url:
            return self.jobs_database_url
        if self.database.startswith("postgres"):
            return self.database
        return f"sqlite:///{self.data_dir / 'jobs.sqlite3'}"

    @property
    def mail_in_app(self) -> bool:
        """Say whether mail stays in the in-app mailbox."""
        return self.email_url.get_secret_value().startswith("mailbox:")

    @property
    def mailbox_open(self) -> bool:
        """Say whether the mailbox pages are shown: in development and demo only."""
        return self.mail_in_app and (self.demo or self.debug)

    @property
    def log_folder(self) -> Path:
        """Return the folder of the public log."""
        return (self.public_log_dir or self.data_dir / "log").expanduser().resolve()

    @property
    def log_anchor_folder(self) -> Path:
        """Return the folder that knows how far the log went."""
        return (self.public_log_anchor or self.data_dir / "log-anchor").expanduser().resolve()

    @property
    def log_origin(self) -> str:
        """Return the name of the public log."""
        return self.public_log_origin or f"{self._site.netloc}/log"

    def django_secret(self) -> str:
        """Return the key that signs sessions and tokens, generated once if not given."""
        given = self.secret_key.get_secret_value()
        return given or self._generated("secret.key")

    def key_encryption_passphrase(self) -> str:
        """Return the passphrase that protects issuer keys, generated once if not given."""
        given = self.key_passphrase.get_secret_value()
        return given or self._generated("passphrase.key")

    def key_encryption_address(self) -> str:
        """Return where the key-encryption key lies; empty for the passphrase of this object."""
        return self.key_encryption.get_secret_value().strip()

    def key_encryption_earlier(self) -> tuple[str, ...]:
        """Return where key-encryption keys of before lie."""
        return tuple(self.key_encryption_before.get_secret_value().split())

    def key_places_by_name(self) -> dict[str, str]:
        """Return the places where new keys may be made, by the names owners read."""
        return {
            name: address
            for name, _, address in (
                part.partition("=") for part in self.key_places.get_secret_value().split()
            )
        }

    def has_passphrase(self) -> bool:
        """Say whether there is a passphrase already, given or generated."""
        return (
            bool(self.key_passphrase.get_secret_value())
            or (self.data_dir / "passphrase.key").exists()
        )

    def passphrase_at(self, address: str) -> str:
        """Return the passphrase at an address; the one of `key_encryption_passphrase` if empty.

        Raises:
            SecretMissingError: as `secret_at`.
        """
        return self.secret_at(address) if address else self.key_encryption_passphrase()

    def secret_at(self, address: str) -> str:
        """Return the first line of a ``file:/path``, or the variable of an ``env:NAME``.

        Raises:
            SecretMissingError: it is not there, it is empty, or the address is another.
        """
        scheme, _, name = address.partition(":")
        found = ""
        if scheme == "env":
            found = os.environ.get(name, "")
        elif scheme == "file":
            with suppress(OSError, UnicodeDecodeError):
                path = Path(unquote(urlsplit(address).path))
                found = path.read_text("utf-8").partition("\n")[0].rstrip("\r")
        if not found:
            raise SecretMissingError(
                "A secret is not where the configuration says.", kind=scheme[:20]
            )
        return found

    def _generated(self, name: str) -> str:
        path = self.data_dir / name
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{name}.{secrets.token_hex(8)}")
            draft.touch(mode=0o600, exist_ok=False)
            draft.write_text(secrets.token_urlsafe(SECRET_BYTES), "ascii")
            with suppress(FileExistsError):  # another process was first: its secret stands
                path.hardlink_to(draft)
            draft.unlink()
        return path.read_text("ascii").strip()
