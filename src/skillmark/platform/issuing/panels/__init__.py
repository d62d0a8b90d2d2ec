"""What issuing shows on the pages of others."""
