"""What can go wrong with the places where keys lie, each with its stable code."""

from skillmark.platform.trust.errors import TrustError


class KeyAddressError(TrustError):
    """The address of a key is not in a form we read, or names a kind of place we do not know."""

    code = "trust.key_address"


class PlaceUnknownError(TrustError):
    """The key lies in a place that the operator has not configured."""

    code = "trust.key_place_unknown"


class PlaceMissingError(TrustError):
    """The module or key service is not there: not plugged in, not reachable, library missing."""

    code = "trust.key_place_absent"


class PlaceLockedError(TrustError):
    """The module or key service lets us not in: wrong PIN, locked, or not permitted."""

    code = "trust.key_place_locked"


class PlaceKeyError(TrustError):
    """The module or key service is there and has no such key, or one that cannot do this."""

    code = "trust.key_not_in_place"


class PlaceFailedError(TrustError):
    """The module or key service broke off; the same may work later."""

    code = "trust.key_place_failed"
