"""Copies of credentials for the Blockcerts tools, batch by batch, for organisations that ask.

Off by default: our own credentials need no chain to verify. What a copy is and what it is not is
`copying`'s to say; building trees and proofs is `skillmark.core.anchor.merkle_proof_2019`'s work,
sending transactions `skillmark.platform.anchors`'.
"""
