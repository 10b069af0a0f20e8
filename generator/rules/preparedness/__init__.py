"""Preparedness: the plan, templates, approvals and drills."""
