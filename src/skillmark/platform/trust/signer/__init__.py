"""The signer: one desk that decides what a key signs, in this process or in one of its own.

`desk` holds the rules and is the same in both; `wire`, `server` and `client` carry its orders over
a Unix socket. The desk takes documents, never hashes, and writes down what it is about to sign
before it signs. Its journal is two tables that its own database role may only add to.
"""
