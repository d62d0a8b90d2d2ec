"""Work of the log that comes round: where the audit trails stand."""

from datetime import datetime, timedelta

from skillmark.platform.jobs.periodic import every
from skillmark.platform.transparency import services


@every(timedelta(hours=1), "transparency.audit_heads")
def log_audit_heads(now: datetime) -> None:
    """Log the end of every audit trail that moved."""
    services.log_audit_heads(now)
