"""Seals: published texts line by line, and the built site's files in a list of digests."""
