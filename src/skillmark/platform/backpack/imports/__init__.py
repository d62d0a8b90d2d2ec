"""Credentials from elsewhere: looked at, kept, checked again, and counted where a rule says so."""
