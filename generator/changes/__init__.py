"""What readers see change between two states of a site."""
