"""The REST API of issuing, one module for each kind of thing."""
