"""The pages of programmes: studio, catalogue, learner."""
