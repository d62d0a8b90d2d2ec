"""Skills frameworks: ESCO, O*NET, CASE and an organisation's own, and the search over them."""
