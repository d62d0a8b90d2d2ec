"""The pages of the catalogue: the console's and the public record."""
