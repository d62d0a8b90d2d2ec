"""Open Badges 3.0: the values, the documents made of them, and what is wrong with a document.

`achievement`, `subject` and `profile` hold the classes of the data model, `credential` builds
the unsigned document, `schema` holds a document against both published JSON Schemas and `rules`
against what the specification says in words.
"""
