"""The text of new files, and of new sites."""
