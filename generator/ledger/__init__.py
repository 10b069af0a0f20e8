"""Folds an incident's updates into what was known, unknown and promised."""
