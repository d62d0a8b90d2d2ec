"""What a learner holds: claiming a credential and keeping it."""
