"""How the account app speaks to ours."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """The account app's adapter, with nothing of a user name."""

    def populate_username(self, request: object, user: object) -> None:
        """Do nothing: accounts have no user name."""
