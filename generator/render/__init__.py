"""Data to bytes: pages, feeds and the press's project."""
