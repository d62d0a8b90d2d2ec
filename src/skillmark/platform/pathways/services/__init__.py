"""Writing pathways: drafts and publishing, the award of finals, decisions, dry runs.

Each function works inside the scope its caller opened, in one transaction, and leaves an audit
entry. Whether the person may do it is the view's (or the API key's) question.
"""
