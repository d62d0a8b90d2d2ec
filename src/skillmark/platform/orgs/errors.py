"""What can be wrong with an organisation, its members and its keys."""

from skillmark.core.errors import SkillmarkError


class OrganisationError(SkillmarkError):
    """The organisation does not allow that."""

    code = "orgs"


class NameInvalidError(OrganisationError):
    """The organisation has no usable name."""

    code = "orgs.name_invalid"


class NameConfusableError(OrganisationError):
    """The name looks like that of another organisation, or mixes alphabets to look like one."""

    code = "orgs.name_confusable"


class ProfileInvalidError(OrganisationError):
    """Something the organisation says about itself is not usable."""

    code = "orgs.profile_invalid"


class RoleMissingError(OrganisationError):
    """The account's role does not allow this."""

    code = "orgs.role_missing"


class LastOwnerError(OrganisationError):
    """An organisation always has an owner."""

    code = "orgs.last_owner"


class MemberAlreadyError(OrganisationError):
    """The account is a member already."""

    code = "orgs.member_already"


class InvitationInvalidError(OrganisationError):
    """The invitation was used, withdrawn, is too old, or never existed."""

    code = "orgs.invitation_invalid"


class LogoInvalidError(OrganisationError):
    """The file is no picture we can use as a logo."""

    code = "orgs.logo_invalid"


class ScopeUnknownError(OrganisationError):
    """An API key was asked for a scope that does not exist, or for none."""

    code = "orgs.scope_unknown"


class KeyMissingError(OrganisationError):
    """The request names no API key."""

    code = "orgs.key_missing"


class KeyInvalidError(OrganisationError):
    """The API key is unknown, revoked or expired."""

    code = "orgs.key_invalid"


class KeyInQueryError(OrganisationError):
    """The API key stands in the address."""

    code = "orgs.key_in_query"


class ScopeMissingError(OrganisationError):
    """The API key lacks the scope for this."""

    code = "orgs.scope_missing"
