"""What an organisation can award: achievements, their versions and their looks."""
