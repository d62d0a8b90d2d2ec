"""The pages of quizzes: the bank, quizzes and results in the console, and what learners see."""
