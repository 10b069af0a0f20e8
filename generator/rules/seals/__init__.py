"""Seals: published text stays as it was sealed."""
