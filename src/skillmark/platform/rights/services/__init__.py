"""Writing: definitions, grants and endorsements, each in one transaction with its audit entries."""
