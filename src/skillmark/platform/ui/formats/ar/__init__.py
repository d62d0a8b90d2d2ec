"""Days and times in Arabic."""
