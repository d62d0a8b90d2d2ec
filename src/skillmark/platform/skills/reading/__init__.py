"""Reading files of skills: ESCO, O*NET, CASE and one's own tables; bytes in, entries out.

`layouts.read` finds out which it is. Nothing here knows the database. What cannot be taken is
named by file and line and passed over; only a file that is no framework at all is refused.
"""
