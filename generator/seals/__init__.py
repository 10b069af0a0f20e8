"""What is published, sealed line by line and listed file by file."""
