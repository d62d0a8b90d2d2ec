"""From an achievement and a recipient to the exact bytes of a signed credential.

`issuer` builds, lints and signs; `achievement_file` reads the definition and `recipients` the
people, each naming what is wrong by its place in the file.
"""
