"""The text of new files and new sites."""
