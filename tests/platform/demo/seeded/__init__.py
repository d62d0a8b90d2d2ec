"""A package, so that what its fixture seeds ends with it."""
