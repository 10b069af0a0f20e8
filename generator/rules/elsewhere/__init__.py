"""Texts that speak of an incident elsewhere, against its ledger."""
