"""The right to issue: signed definitions, grants to others, endorsements, a registry of issuers."""
