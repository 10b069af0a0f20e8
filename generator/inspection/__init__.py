"""What several rules look at together: spans of text, numbers, wording, links, translations."""
