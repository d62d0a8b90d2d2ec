"""The monitor: what was issued in whose name, and an alarm when something is amiss."""
