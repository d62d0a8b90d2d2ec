"""Erasing a learner: asked for, waited for, done part by part, and seen to be done."""
