"""Quizzes: banks of questions, timed attempts and automatic scores."""
