"""Programmes: what a provider offers to learn, who takes part, and how far they are."""
