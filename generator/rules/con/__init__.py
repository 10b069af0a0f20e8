"""Continuity across updates."""
