"""The last look before signing: is this document fit to be a credential for ever?

`before_issue` collects every reason against it: strict JSON, the data model, both Open Badges
schemas, the written rules, safe JSON-LD, and what we ask of ourselves (`house`). A check that
could not run is itself a problem. Quality of the definition (hours, levels, outcomes) is not
judged here.
"""

from skillmark.core.lint.batch import BatchLint
from skillmark.core.lint.errors import LintError
from skillmark.core.lint.looking import before_issue, require_issuable

__all__ = ["BatchLint", "LintError", "before_issue", "require_issuable"]
