"""What programmes add to the pages of others."""
