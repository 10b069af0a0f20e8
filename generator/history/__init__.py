"""What was public in the past, according to version control and the seals."""
