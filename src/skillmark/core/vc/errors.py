"""Where a document leaves the data model of credentials."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class VcError(SkillmarkError):
    """The document is no verifiable credential."""

    code: ClassVar[str] = "vc"


class ContextError(VcError):
    """``@context`` does not begin with a base context (VCDM 2.0 §4.3)."""

    code: ClassVar[str] = "vc.context"


class ContextMixedError(ContextError):
    """``@context`` holds the base contexts of two versions, or one of them twice."""

    code: ClassVar[str] = "vc.context_mixed"


class TypeNameError(VcError):
    """``type`` does not name a VerifiableCredential (VCDM 2.0 §4.5)."""

    code: ClassVar[str] = "vc.type"


class IdError(VcError):
    """An ``id`` is no single absolute IRI (VCDM 2.0 §4.4)."""

    code: ClassVar[str] = "vc.id"


class IssuerError(VcError):
    """``issuer`` is not exactly one IRI, or one object with an ``id`` (VCDM 2.0 §4.7)."""

    code: ClassVar[str] = "vc.issuer"


class SubjectError(VcError):
    """``credentialSubject`` is missing or empty (VCDM 2.0 §4.8)."""

    code: ClassVar[str] = "vc.subject"


class DateError(VcError):
    """A date is missing, or is no date and time with a zone (VCDM 2.0 §4.9)."""

    code: ClassVar[str] = "vc.date"


class PeriodError(VcError):
    """The credential ends before it begins (VCDM 2.0 §4.9)."""

    code: ClassVar[str] = "vc.period"


class NodeError(VcError):
    """A status, schema, evidence or service is no object with a type (VCDM 2.0 §4.10-5.6)."""

    code: ClassVar[str] = "vc.node"


class LanguageValueError(VcError):
    """A name or description is neither text nor a language value (VCDM 2.0 §11.1)."""

    code: ClassVar[str] = "vc.language"


class RelatedResourceError(VcError):
    """A related resource lacks its id or digest, or stands twice (VCDM 2.0 §5.3)."""

    code: ClassVar[str] = "vc.related_resource"
