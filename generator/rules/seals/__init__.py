"""Published text: what was sealed stays."""
