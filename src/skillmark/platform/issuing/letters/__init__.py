"""The letters of issuing."""
