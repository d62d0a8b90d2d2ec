"""Identities with a history: the did:webvh beside each did:web of this site.

`describing` says what a document holds, `custody` makes and uses update keys, `logs` writes
versions, `witnessing` has them approved, `heads` keeps what was seen, `choosing` lets an
organisation issue under its did:webvh, `backups` puts log and promised key into the age backup.
The format itself is `skillmark.core.did.webvh`'s work.
"""
