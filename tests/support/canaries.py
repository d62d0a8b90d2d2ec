"""Words of the foreign organisation that stand nowhere else: any of them in an answer is a leak."""

from typing import Final

CANARY_MAIL: Final = "qwyzzle@canary-foreign.example"
CANARY_STAFF: Final = "zorbwick@canary-foreign.example"
CANARIES: Final = (
    "Canaryfjord Polytechnic",
    "Canaryfjord Seamanship",
    "Qwyzzle Forlornberg",
    "Zorbwick Underhall",
    CANARY_MAIL,
    CANARY_STAFF,
    "canary-key-name",
    "canary-invited@canary-foreign.example",
    "canary-file.csv",
    "Faculty of canary",
    "canary-domain.example",
    "canary-request",
    "canary-skill",
    "canary-quiz",
    "canary learner",
    "canary-certificate",
)
PERSONAL: Final = (CANARY_MAIL, CANARY_STAFF, "canary-invited", "canary-key", "canary-file")
