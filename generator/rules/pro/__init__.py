"""Promises and time."""
