"""The REST API at ``/api/v1``: routers of the apps under one roof.

The apps bring the operations; this package brings what all of them share: strict bodies, problem
documents, limits, the OpenAPI document and the reference page made of it.
"""

from skillmark.platform.api.roof import api

__all__ = ["api"]
