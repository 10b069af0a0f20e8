"""The format: which keys each kind of file has, and how what is written under them is read."""
