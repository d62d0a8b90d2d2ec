"""A token behind PKCS#11: one logged-in session a process, and errors in our own words.

The library is told that one thread calls at a time, and so it is: a lock for each library. A
session that broke (token unplugged, service restarted) is opened anew once, then the error counts.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Final

from skillmark.platform.trust.custody.addresses import Pkcs11Address
from skillmark.platform.trust.custody.errors import (
    PlaceFailedError,
    PlaceKeyError,
    PlaceLockedError,
    PlaceMissingError,
)
from skillmark.platform.trust.errors import TrustError

try:
    import pkcs11
    from pkcs11 import exceptions as raised
except ImportError:  # the extra “pkcs11” is not installed
    pkcs11 = raised = None  # type: ignore[assignment]

_LOCKED: Final = (
    "PinIncorrect",
    "PinLocked",
    "PinExpired",
    "PinInvalid",
    "PinLenRange",
    "UserPinNotInitialized",
    "FunctionRejected",
    "UserAlreadyLoggedIn",
    "AnotherUserAlreadyLoggedIn",
)
_GONE: Final = (
    "NoSuchToken",
    "TokenNotPresent",
    "TokenNotRecognised",
    "DeviceRemoved",
    "SlotIDInvalid",
)
_BROKEN_SESSION: Final = (
    "SessionHandleInvalid",
    "SessionClosed",
    "UserNotLoggedIn",
    "DeviceRemoved",
    "DeviceError",
    "TokenNotPresent",
    "ObjectHandleInvalid",
    "KeyHandleInvalid",
)
_NO_KEY: Final = (
    "NoSuchKey",
    "MultipleObjectsReturned",
    "KeyTypeInconsistent",
    "MechanismInvalid",
    "MechanismParamInvalid",
    "FunctionNotSupported",
    "TemplateInconsistent",
    "AttributeTypeInvalid",
    "AttributeValueInvalid",
    "DomainParamsInvalid",
)
_locks: Final[dict[str, RLock]] = {}
_tokens: Final[dict[tuple[str, str, bytes], "Token"]] = {}
_guard: Final = RLock()


def token_at(address: Pkcs11Address, module_path: str, pin: str) -> "Token":
    """Return the token of an address; every user of this process shares its session.

    Raises:
        PlaceMissingError: support for PKCS#11 is not installed, or no library is named.
    """
    if pkcs11 is None:
        raise PlaceMissingError("Install the extra “pkcs11” to use hardware security modules.")
    if not module_path:
        raise PlaceMissingError("The address names no module-path: the library of the module.")
    plain, seen = Pkcs11Address(address.token).plain(), hashlib.sha256(pin.encode()).digest()
    with _guard:
        lock = _locks.setdefault(module_path, RLock())
        return _tokens.setdefault(
            (module_path, plain, seen), Token(address, module_path, pin, lock)
        )


@dataclass(slots=True)
class Token:
    """One token; `run` does a piece of work in its session."""

    address: Pkcs11Address
    module_path: str
    pin: str = field(repr=False)
    _lock: RLock = field(repr=False)
    _session: Any = field(default=None, repr=False)

    def close(self) -> None:
        """End the session; the next piece of work opens one."""
        with self._lock:
            session, self._session = self._session, None
            if session is not None:
                try:
                    session.close()
                except raised.PKCS11Error:
                    return  # it was broken already: that is why we leave it

    def run[T](self, work: Callable[[Any], T]) -> T:
        """Do a piece of work in the session and return what it returns.

        Raises:
            PlaceMissingError: library or token are not there.
            PlaceLockedError: wrong PIN, or the token is locked.
            PlaceKeyError: no such key, or it cannot do this.
            PlaceFailedError: anything else that the module says.
        """
        with self._lock:
            fresh = self._session is None
            try:
                return work(self._opened())
            except raised.PKCS11Error as error:
                if fresh or type(error).__name__ not in _BROKEN_SESSION:
                    raise self._told(error) from None
            self.close()
            try:
                return work(self._opened())
            except raised.PKCS11Error as error:
                raise self._told(error) from None

    def _opened(self) -> Any:
        if self._session is None:
            self._session = self._find().open(rw=True, user_pin=self.pin or None)
        return self._session

    def _find(self) -> Any:
        wanted = self.address.token
        library = pkcs11.lib(self.module_path)
        for slot in library.get_slots(token_present=True):
            token = slot.get_token()
            facts = {
                "token": token.label,
                "serial": token.serial,
                "manufacturer": token.manufacturer_id,
                "model": token.model,
            }
            if all(_plain(facts[name]) == wanted[name] for name in wanted):
                return token
        raise raised.NoSuchToken

    def _told(self, error: Exception) -> TrustError:
        """Return our error for the module's; it carries a name, never an argument of ours."""
        name = type(error).__name__
        if name == "PKCS11Error":  # the library itself could not be loaded
            return PlaceMissingError("The library of the module cannot be loaded.", cause=name)
        if name in _GONE:
            return PlaceMissingError("The token is not there.", cause=name)
        if name in _LOCKED:
            return PlaceLockedError("The token lets us not in.", cause=name)
        if name in _NO_KEY:
            return PlaceKeyError("The token has no such key that can do this.", cause=name)
        if name in _BROKEN_SESSION:
            self.close()
        return PlaceFailedError("The token broke off.", cause=name)


def key_id_of(name: str) -> bytes:
    """Return the identifier that a key of ours has in a token: 16 bytes of its name's hash."""
    return hashlib.sha256(name.encode()).digest()[:16]


def _plain(value: Any) -> bytes:
    raw = value if isinstance(value, bytes) else str(value).encode()
    return raw.rstrip(b"\0 ")
