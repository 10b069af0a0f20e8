"""Fixing problems that need no judgement."""
