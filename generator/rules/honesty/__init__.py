"""Honesty: the fields of one update."""
