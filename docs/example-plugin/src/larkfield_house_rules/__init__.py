"""What Larkfield Energy adds to aboveboard."""
