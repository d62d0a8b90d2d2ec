"""Writing assessments: each function in one transaction, with an entry in the audit trail.

All work inside the scope of the organisation that awards the achievement. Whether somebody has the
role is the view's question; whether a piece of work is theirs to hand in or to mark is answered here.
"""
