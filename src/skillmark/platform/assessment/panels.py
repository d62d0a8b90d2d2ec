"""What assessment adds to the pages of others."""
