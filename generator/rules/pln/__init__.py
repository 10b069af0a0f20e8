"""Preparedness."""
