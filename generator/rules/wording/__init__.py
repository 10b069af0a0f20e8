"""Wording: sentences with which real notices have misled. The patterns are data in `inspection/phrases/`, one file for each language."""
