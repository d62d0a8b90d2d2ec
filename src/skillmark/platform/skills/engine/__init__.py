"""Finding skills by a typed sentence: pure, offline, in memory.

Texts in, ranked documents out; no database, no clock. `words` cuts and stems, `segment` is the
inverted index of one framework, `query` reads a sentence, `ranking` scores and `reasons` says why.
"""
