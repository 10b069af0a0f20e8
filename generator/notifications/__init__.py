"""Notifications: what is new, and which recipients have been notified."""
