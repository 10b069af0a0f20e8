"""Wording: sentences with which real notices have misled. The words are data in `inspection/frames/`, one file for each language."""
