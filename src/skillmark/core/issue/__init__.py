"""From an achievement and a recipient to the exact bytes of a signed credential."""
