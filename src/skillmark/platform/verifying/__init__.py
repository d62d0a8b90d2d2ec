"""Checking a credential: for anyone, of any issuer."""
