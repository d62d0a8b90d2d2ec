"""The public log of this installation: what was issued, changed and published, for everybody.

What happens is written down as an intent in the transaction of the act (`services`). One writer
numbers, signs and appends it (`publishing`), asks the witnesses (`witnesses`) and publishes the
checkpoint. Pages, proofs and files are read through `selectors`. What a log *is*, is
`skillmark.core.log`'s knowledge; how it lies on disk, `skillmark.logstore`'s.
"""
