"""Rendering: from data to bytes (pages, feeds and the builder's project)."""
