"""Everything that is due or overdue at a moment."""
