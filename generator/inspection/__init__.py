"""What several rules need from the author's text: spans, numbers, wording, links, translations."""
