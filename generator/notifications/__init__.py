"""What is new, for programs that are told of it, and who was told."""
