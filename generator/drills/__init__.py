"""Drills: their progress and results."""
