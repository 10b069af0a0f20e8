"""Answers for a template's blanks, made to fit into its sentences."""

import re
import unicodedata
from typing import Final

#: Signs at the end of an answer that are typed out of habit. The sentence around the blank has its own. After those of Latin script come those of
#: Chinese and Japanese, Arabic, Hindi and Armenian.
_STOPS: Final = ".;:,!? \u2026" + "\u3002\uff0e\uff01\uff1f\uff1b\uff1a\uff0c\u3001\u061f\u061b\u060c\u0964\u0965\u0589"

#: Answers that leave the blank open: nobody should read that something happened "on unknown".
_NOT_KNOWN: Final = frozenset(
    (
        *(
            "unknown",
            "not known",
            "not known yet",
            "not yet known",
            "unclear",
            "not sure",
            "no idea",
            "do not know",
            "don't know",
        ),
        *(
            "dont know",
            "i do not know",
            "i don't know",
            "we do not know",
            "we don't know",
            "we do not know yet",
            "we don't know yet",
        ),
        *("tbd", "tba", "tbc", "to be confirmed", "to be decided", "to follow", "n/a", "na", "xxx", "todo"),
    )
)

#: Words with which people begin an answer as if it were a sentence. Their capital goes, unless they begin a name.
_FUNCTION_WORDS: Final = frozenset(
    """a all an any anyone anybody at between both by during each every everybody everyone five four from in many most my of on one our
    several since some ten the their these this those three two your""".split()
)
_READERS: Final = frozenset(
    """applicants card children clients customers donors employees families guests members parents passengers patients people pupils
    readers relatives residents staff students subscribers suppliers tenants users visitors volunteers workers""".split()
)

#: Beginnings of an answer that says when, which need no other word before them.
_SAYS_WHEN: Final = frozenset(
    """about after around at before between by during early earlier from in last late later on over overnight since sometime this today
    tonight within yesterday""".split()
)
_MONTHS: Final = frozenset("january february march april may june july august september october november december".split())
_CLOCK: Final = re.compile(r"\d{1,2}[:.]\d\d\b|\d{1,2} ?[ap]\.?m\b|noon\b|midnight\b", re.IGNORECASE)


def fitted(blank: str, written: str) -> str:
    """Return an answer as it can stand in a sentence; empty when it says nothing.

    It is on one line and has no full stop at its end and no capital that it would have only as a sentence. Where the blank asks `on which
    day`, the answer has the word that belongs before a day: on 2 March, in March, between 2 and 4 March.

    Args:
        blank: the blank, as it is written in the template.
        written: what was typed.
    """
    words = " ".join(unicodedata.normalize("NFC", written).split()).rstrip(_STOPS)
    if not any(sign.isalnum() for sign in words) or words.casefold().replace("’", "'") in _NOT_KNOWN:
        return ""
    words = _without_capital(words)
    return _with_preposition(words) if re.match(r"\s*on which day\b", blank, re.IGNORECASE) else words


def _without_capital(words: str) -> str:
    first, *rest = words.split(" ")
    bare = first.rstrip(",").casefold()
    if first.rstrip(",") != bare.capitalize():
        return words
    named = [word for word in rest if word[:1].isalpha() and len(word) > 2]
    # "The Hague" and "All Saints" are names; "The support desk" and "Our MyChart portal" are not.
    is_name = bool(named) and all(word[:1].isupper() for word in named) and bare not in {"our", "my", "your", "their"}
    is_when = bare in _SAYS_WHEN
    ordinary = bare in _READERS or is_when or (bare in _FUNCTION_WORDS and not is_name)
    return words[:1].lower() + words[1:] if ordinary else words


def _with_preposition(words: str) -> str:
    parts = words.split(" ")
    first = parts[0].casefold().rstrip(",")
    if first in _SAYS_WHEN or any(sign.isalpha() and not sign.isascii() for sign in words):
        return words  # It says so itself, or is in a language of which nothing is known here.
    if _CLOCK.match(words):
        return f"at {words}"
    is_month = all(part.casefold().rstrip(",") in _MONTHS or re.fullmatch(r"\d{4}", part) for part in parts)
    return f"in {words}" if is_month else f"on {words}"
