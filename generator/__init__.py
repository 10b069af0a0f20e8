"""aboveboard: a static site generator for breach communications."""

__version__ = "0.1.0"
