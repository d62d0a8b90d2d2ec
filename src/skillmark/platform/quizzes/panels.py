"""What quizzes add to the pages of others."""
