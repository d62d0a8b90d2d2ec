"""Writing quizzes: the bank of questions, quizzes with their sections, attempts, files."""
