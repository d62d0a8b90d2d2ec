"""Settings, middleware and error pages of the site."""
