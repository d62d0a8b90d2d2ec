"""The product on Django: one app a business capability, lower apps know nothing of higher ones."""
