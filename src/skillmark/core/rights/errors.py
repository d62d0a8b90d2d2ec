"""What can be wrong with a registry of issuers."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class RegistryError(SkillmarkError):
    """The registry of known issuers cannot be read, or its signature does not hold."""

    code: ClassVar[str] = "rights.registry"
