"""Where links in texts lead, and which files are published because texts link to them."""
