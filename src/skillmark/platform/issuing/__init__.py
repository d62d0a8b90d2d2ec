"""Awards, credentials, batches and their delivery."""
