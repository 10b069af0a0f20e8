"""Notices: the required content of profiles of laws and regulators, as reminders."""
