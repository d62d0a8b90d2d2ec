"""Learning platforms: launches from their courses, results from their grade books (LTI 1.3)."""
