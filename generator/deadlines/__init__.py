"""Legal deadlines: notice profiles and their clocks."""
