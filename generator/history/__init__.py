"""What was public, as far as version control and the seals remember it."""
