"""How each language of the interface writes a day: the month in letters, never a bare number."""
