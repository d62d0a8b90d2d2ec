"""Showing a credential elsewhere in one click, and counting what comes of it."""
