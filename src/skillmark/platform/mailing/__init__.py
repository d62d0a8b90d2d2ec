"""Letters in the reader's language, and the addresses that must not be written to."""
