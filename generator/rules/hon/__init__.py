"""Honesty fields of one update."""
