"""Accounts, persons and their e-mail identities."""
