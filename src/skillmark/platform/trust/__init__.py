"""Keys, signatures, issuer identities and status lists."""
