"""The one way out: fetch what a verification needs, hardened, and hand it to the core.

`Fetcher` gets one document from a public https address; `collect` and `verify` drive
`skillmark.core.verify` with it. Nothing else in Skillmark opens a connection to an address that
came from outside.
"""

from skillmark.fetch.collect import collect, verify
from skillmark.fetch.errors import FetchError
from skillmark.fetch.fetcher import Answer, Call, Fetched, Fetcher, Source

__all__ = ["Answer", "Call", "FetchError", "Fetched", "Fetcher", "Source", "collect", "verify"]
