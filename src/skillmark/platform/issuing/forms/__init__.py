"""What the pages of issuing ask for."""
