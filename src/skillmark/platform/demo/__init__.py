"""The demo: an invented provider and its people, seeded by ``skillmark demo``."""
