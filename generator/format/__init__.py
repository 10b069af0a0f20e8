"""The format: the keys of each kind of file, and how their values are read."""
