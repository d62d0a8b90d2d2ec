"""Pages of assessing: the assessor's, the learner's, the owner's."""
