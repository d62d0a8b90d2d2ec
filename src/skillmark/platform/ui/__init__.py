"""The design system: tokens, base templates, components and the home page."""
