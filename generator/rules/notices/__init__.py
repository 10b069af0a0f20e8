"""What a notice must hold: profiles of laws and regulators, as reminders."""
