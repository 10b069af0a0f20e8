"""Which of some languages a text is in, by its small words."""

import re
from collections import Counter
from collections.abc import Iterable

from generator.prose.lexicon import lexicon

_WORD = re.compile(r"[^\W\d_]+")
#: Languages that are known by their letters.
_SCRIPTS = {"ar": re.compile("[\u0600-\u06ff]")}
_LETTERS = 4000
#: So many words tell; a longer text is not read to its end.
_ENOUGH = 400


def likely_language(text: str, among: Iterable[str]) -> str:
    """Return the language whose small words (articles, prepositions, pronouns, forms of be and have) a text has the most of.

    Args:
        text: any text.
        among: BCP 47 tags, the likeliest first; of two that fit equally well the first is taken.
    """
    tags = tuple(dict.fromkeys(among))
    letters = "".join(_WORD.findall(text[:_LETTERS]))
    for tag, script in _SCRIPTS.items():
        if tag in tags and 2 * len(script.findall(letters)) > len(letters):
            return tag
    counts = Counter(word.lower() for word in _WORD.findall(text)[:_ENOUGH])
    return max(tags, key=lambda tag: sum(counts[word] for word in _small(tag)))


def _small(language: str) -> frozenset[str]:
    known = lexicon(language)
    if known.verbs is None:
        return known.spelling.words("small") | known.denial.words("verb")
    return known.verbs.before_nouns | known.verbs.pronouns | known.verbs.helping.keys() | known.denial.words("verb")


#: In a text of a language at least so many of a hundred words are small ones; half of that, where a sentence or two is all there is.
_LEAST_SMALL = 15
#: Fewer words tell nothing.
_LEAST_WORDS = 8


def may_be(text: str, tag: str) -> bool:
    """Whether a text can be in a language, by the share of its small words; any few words can."""
    if tag in _SCRIPTS:
        letters = "".join(_WORD.findall(text[:_LETTERS]))
        return 2 * len(_SCRIPTS[tag].findall(letters)) > len(letters)
    told = [word.lower() for word in _WORD.findall(text)[:_ENOUGH]]
    small = _small(tag)
    return len(told) < _LEAST_WORDS or 100 * sum(word in small for word in told) >= _LEAST_SMALL * len(told)
