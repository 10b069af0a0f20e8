"""Text to documents. Never raises on content, never stops at the first problem, never guesses."""
