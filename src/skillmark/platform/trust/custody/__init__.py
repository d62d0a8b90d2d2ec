"""Where keys lie: key-encryption keys and signing keys by address, one driver for each kind.

An address is a URI. `file:` and `env:` name a passphrase, `pkcs11:` (RFC 7512) a hardware
security module, `awskms:` a key management service. `port` is what every driver offers, `places`
opens an address. Nothing here knows rows or organisations.
"""
