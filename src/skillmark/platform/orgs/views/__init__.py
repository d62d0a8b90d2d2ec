"""The pages of organisations, one module a part of the console."""
