"""Wording: sentences that real notices have misled with. The patterns are data, a file a language, under phrases/."""
