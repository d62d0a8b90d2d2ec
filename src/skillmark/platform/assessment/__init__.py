"""Assessing: plans, evidence, marking, decisions, appeals, prior learning, agreement."""
