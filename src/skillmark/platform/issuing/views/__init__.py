"""The pages of issuing: the public record, and the console by task."""
