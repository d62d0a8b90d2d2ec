"""Anchors: the log's checkpoints on clocks that nobody here can turn back."""
