"""From files to documents. Nothing here raises on content, stops at the first problem, or guesses."""
