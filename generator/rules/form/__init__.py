"""Form: whether a file can be read with certainty."""
