"""The nouns. Everything here is frozen and knows nothing of files, clocks or output."""
