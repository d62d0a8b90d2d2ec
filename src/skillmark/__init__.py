"""Skillmark."""
