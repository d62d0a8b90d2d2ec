"""Skills frameworks and the search over them."""
