"""What can be done with organisations: create and describe them, and who belongs to them.

Trees, domains and policies have modules of their own here: `tree`, `domains`, `policies`.
"""

from skillmark.platform.orgs.services.members import (
    INVITATION_LIFE,
    accept,
    change_role,
    digest,
    invitation_of,
    invite,
    leave,
    remove_member,
    resend,
    withdraw,
)
from skillmark.platform.orgs.services.organisations import (
    BRAND_FIELDS,
    PROFILE_FIELDS,
    RESERVED_SLUGS,
    SLUG_LENGTH,
    create_organisation,
    dismiss_first_steps,
    set_logo,
    slug_from,
    update_profile,
)

__all__ = [
    "BRAND_FIELDS",
    "INVITATION_LIFE",
    "PROFILE_FIELDS",
    "RESERVED_SLUGS",
    "SLUG_LENGTH",
    "accept",
    "change_role",
    "create_organisation",
    "digest",
    "dismiss_first_steps",
    "invitation_of",
    "invite",
    "leave",
    "remove_member",
    "resend",
    "set_logo",
    "slug_from",
    "update_profile",
    "withdraw",
]
