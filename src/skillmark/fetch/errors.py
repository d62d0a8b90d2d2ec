"""Why a document was not fetched: one class and one code for each reason."""

from skillmark.core.errors import SkillmarkError


class FetchError(SkillmarkError):
    """A document could not, or must not, be fetched."""

    code = "fetch.failed"


class UrlRefusedError(FetchError):
    """The address is not a plain https address with a public host name."""

    code = "fetch.url_refused"


class SchemeRefusedError(UrlRefusedError):
    """Only https is fetched."""

    code = "fetch.scheme_refused"


class PortRefusedError(UrlRefusedError):
    """Only port 443 is fetched."""

    code = "fetch.port_refused"


class HostRefusedError(UrlRefusedError):
    """The host is an IP literal, a local name or not a name at all."""

    code = "fetch.host_refused"


class LookAlikeHostError(HostRefusedError):
    """The host is written in letters that pass for others (UTS 39)."""

    code = "fetch.host_lookalike"


class AddressRefusedError(FetchError):
    """The host resolves to an address that is not public."""

    code = "fetch.address_refused"


class ResolveError(FetchError):
    """The host name has no address."""

    code = "fetch.unresolved"


class ConnectError(FetchError):
    """No connection, or no trusted TLS connection, came about."""

    code = "fetch.unreachable"


class DeadlineError(FetchError):
    """The whole exchange took longer than allowed."""

    code = "fetch.timeout"


class RedirectError(FetchError):
    """The server points elsewhere; redirects are not followed."""

    code = "fetch.redirect"


class NotFoundError(FetchError):
    """The server has no such document (404)."""

    code = "fetch.not_found"


class GoneError(NotFoundError):
    """The server says that the document is gone for good (410)."""

    code = "fetch.gone"


class StatusError(FetchError):
    """The server answered with another status than 200."""

    code = "fetch.status"


class TooLargeError(FetchError):
    """The document is larger than allowed."""

    code = "fetch.too_large"


class MediaTypeError(FetchError):
    """The document is of a media type that was not asked for."""

    code = "fetch.media_type"


class ContentEncodingError(FetchError):
    """The document came compressed though it was asked for plain."""

    code = "fetch.content_encoding"


class ProtocolError(FetchError):
    """The server does not speak HTTP/1.1 as it should."""

    code = "fetch.protocol"
