"""The tag library of the design system."""
