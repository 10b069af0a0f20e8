"""Whether a way to tell people reaches them, or is for those who happen to look. The words are classes of each language (`inspection/frames`)."""

from generator.inspection.wording_frames import says


def reaches_nobody(words: str, language: str) -> bool:
    """Whether words on how people are told name a way that is public, such as a note on a website, and none that reaches each of them."""
    return says(words, language, "public_way") and not says(words, language, "direct_way")
