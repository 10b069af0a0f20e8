"""Form: can the file be read for certain."""
