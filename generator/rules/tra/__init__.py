"""TRA: translations."""
