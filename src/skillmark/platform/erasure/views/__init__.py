"""The pages of erasure: the person's own, and the organisation's."""
