"""Continuity: one update against those before it."""
