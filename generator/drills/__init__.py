"""Rehearsals: how far one has come, and what came of it."""
