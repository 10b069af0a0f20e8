"""Whom a law wants told, and by when: notice profiles and their clocks."""
