"""Awards, credentials, batches and their delivery as rows.

Writing happens in `services`, reading in `selectors`.
"""

from skillmark.platform.issuing.models.awards import Award, AwardState, Source
from skillmark.platform.issuing.models.batches import (
    Batch,
    BatchFile,
    BatchRow,
    BatchState,
    ColumnMapping,
    RowState,
)
from skillmark.platform.issuing.models.changes import (
    BulkAction,
    BulkChange,
    BulkState,
    FuseCount,
)
from skillmark.platform.issuing.models.credentials import (
    FINAL_STATES,
    FROZEN_FIELDS,
    Credential,
    CredentialQuerySet,
    CredentialState,
)
from skillmark.platform.issuing.models.deliveries import (
    CAME_BACK,
    ClaimLink,
    Delivery,
    DeliveryKind,
    DeliveryState,
    PartNotice,
)
from skillmark.platform.issuing.models.open_links import (
    AskState,
    LinkState,
    OpenClaim,
    OpenLink,
)
from skillmark.platform.issuing.models.requests import IdempotentRequest

__all__ = [
    "CAME_BACK",
    "FINAL_STATES",
    "FROZEN_FIELDS",
    "AskState",
    "Award",
    "AwardState",
    "Batch",
    "BatchFile",
    "BatchRow",
    "BatchState",
    "BulkAction",
    "BulkChange",
    "BulkState",
    "ClaimLink",
    "ColumnMapping",
    "Credential",
    "CredentialQuerySet",
    "CredentialState",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "FuseCount",
    "IdempotentRequest",
    "LinkState",
    "OpenClaim",
    "OpenLink",
    "PartNotice",
    "RowState",
    "Source",
]
