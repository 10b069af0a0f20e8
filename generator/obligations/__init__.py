"""What is owed at a moment."""
