"""Verifiable credentials: the data model 2.0, and 1.1 for reading. Parsed, never trusted."""

from skillmark.core.vc import model, validity
from skillmark.core.vc.errors import VcError
from skillmark.core.vc.model import Credential, Issuer, LanguageText, Version
from skillmark.core.vc.reading import parse_credential
from skillmark.core.vc.validity import Validity, validity_at

__all__ = [
    "Credential",
    "Issuer",
    "LanguageText",
    "Validity",
    "VcError",
    "Version",
    "model",
    "parse_credential",
    "validity",
    "validity_at",
]
