"""The durable jobs of issuing."""
