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


class InvitationsManyError(OrganisationError):
    """Too many invitations are open, or one was sent too often."""

    code = "orgs.invitations_many"


class TreeCycleError(OrganisationError):
    """An organisation would stand above itself."""

    code = "orgs.tree_cycle"


class TreeDepthError(OrganisationError):
    """The tree would have too many levels."""

    code = "orgs.tree_depth"


class PartTakenError(OrganisationError):
    """The organisation is part of another one already."""

    code = "orgs.part_taken"


class PartMissingError(OrganisationError):
    """The organisation is no part of the other one."""

    code = "orgs.part_missing"


class ProposalDecidedError(OrganisationError):
    """The proposal was decided or withdrawn before."""

    code = "orgs.proposal_decided"


class OrganisationMissingError(OrganisationError):
    """There is no organisation at that address."""

    code = "orgs.organisation_missing"


class DomainInvalidError(OrganisationError):
    """That is no public domain name that can be proven here."""

    code = "orgs.domain_invalid"


class DomainConfusableError(OrganisationError):
    """The domain looks like one that another organisation has proven."""

    code = "orgs.domain_confusable"


class DomainTakenError(OrganisationError):
    """Another organisation has proven the domain."""

    code = "orgs.domain_taken"


class DomainStateError(OrganisationError):
    """The proof of the domain was withdrawn, or checked a moment ago."""

    code = "orgs.domain_state"


class PolicyInvalidError(OrganisationError):
    """A number of the policy is out of range."""

    code = "orgs.policy_invalid"
