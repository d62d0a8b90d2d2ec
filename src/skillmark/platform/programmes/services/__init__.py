"""Writing programmes: each function in one transaction, with an entry in the audit trail.

All work inside the organisation scope that the caller opened. Whether the person may do it is the
view's (or the API key's) question; for a learner's own acts it is answered here.
"""
