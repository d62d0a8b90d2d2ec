"""Durable work with progress."""
