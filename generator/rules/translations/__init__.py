"""Translations: agreement with their originals (TRA)."""
