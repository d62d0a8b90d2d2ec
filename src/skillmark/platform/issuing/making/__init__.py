"""From an intent to the unsigned document: what a credential will say."""
