"""Language tags (BCP 47): which tags exist, what they mean, and which of several languages is closest to one. Only this module uses langcodes.

Tags are validated against the IANA registry in langcodes; names of languages come from Unicode's CLDR in Babel.
"""

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches
from functools import cache, lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Final

from babel import Locale, UnknownLocaleError  # noqa: TID251  # what languages are called

if TYPE_CHECKING:
    import langcodes  # noqa: TID251  # as above

#: The product's own languages: those of its message catalogues, and English, in which its messages are written.
SPOKEN = ("ar", "de", "en", "es", "fr")

#: The languages of nearly every site, with what the registry says of each: the scripts in which they are written.
_COMMON: Final = {"ar": "Arab", "de": "Latn", "en": "Latn", "es": "Latn", "fr": "Latn"}
#: The accepted spelling of a tag, which is used as a folder of the site and in file names.
_WRITTEN = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
#: Scripts written from right to left (ISO 15924).
_LEFTWARDS = frozenset(
    "Adlm Arab Armi Avst Chrs Cprt Elym Garay Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo Orkh Palm Phli Phlp Phnx Prti"
    " Rohg Samr Sarb Sogd Sogo Syrc Thaa Yezi".split()
)
#: Pairs of tags for languages that are written alike: texts in one serve as texts in the other.
_KIN = {"no": "nb", "nb": "no", "fil": "tl", "tl": "fil"}


@lru_cache(maxsize=256)
def corrected_tag(tag: str) -> str:
    """Return the tag most likely meant by invalid text; empty when nothing is close."""
    plain = re.sub(r"[\s_-]+", "-", unicodedata.normalize("NFKC", tag)).strip("-")
    if is_known(plain):
        # Private-use tags and tags with one-letter parts cannot be folders here, but their language can.
        whole = _standard(plain)
        return next((way for way in (whole, *_shorter(whole)) if is_written_right(way)), "")
    first, _, rest = plain.partition("-")
    meant = _language_by_name(first) or _of_country(first)
    return _standard(f"{meant}-{rest}") if meant and rest and is_known(f"{meant}-{rest}") else meant


def is_known(tag: str) -> bool:
    """Whether a tag is valid in any spelling: well formed, with every part in the registry."""
    return tag in _COMMON or (bool(tag) and _parsed(tag) is not None and bool(_langcodes().tag_is_valid(tag)))


def is_written_right(tag: str) -> bool:
    """Whether a tag is valid and spelled so that it can be a folder and part of a file name."""
    return bool(_WRITTEN.fullmatch(tag)) and is_known(tag)


@lru_cache(maxsize=256)
def newer(tag: str) -> str:
    """Return what replaced an old tag (`he` for `iw`, `de` for `deu`); empty when it is current. Both mean the same language."""
    if tag in _COMMON:
        return ""
    parsed = _parsed(tag)
    first = tag.partition("-")[0].lower()
    now = parsed.language if parsed else None
    # `tl` is current, though some programs treat it as old.
    return _standard(tag) if now and now != first and first not in _KIN else ""


@lru_cache(maxsize=256)
def english_name(tag: str) -> str:
    """Return a language's English name, such as `Brazilian Portuguese`; the tag itself when it is unknown."""
    try:
        locale = Locale.parse(_standard(tag), sep="-")
        full = locale.get_display_name("en")
        # Babel reduces locales that it does not know to ones that it does.
        if full and _langcodes().standardize_tag(str(locale)) == _standard(tag):
            return str(full)
    except (UnknownLocaleError, ValueError):
        pass
    return _english_names().get(tag.partition("-")[0].lower(), tag)


@lru_cache(maxsize=256)
def script(tag: str) -> str:
    """Return the script of a language: the tag's own, else the one that most readers use; empty when unknown."""
    if tag in _COMMON:
        return _COMMON[tag]
    parsed = _parsed(tag)
    return (parsed.maximize().script or "") if parsed else ""


@lru_cache(maxsize=256)
def direction(tag: str) -> str:
    """Return `rtl` for languages written from right to left, otherwise `ltr`."""
    return "rtl" if script(tag) in _LEFTWARDS else "ltr"


@lru_cache(maxsize=1024)
def same_language(one: str, other: str) -> bool:
    """Whether two tags name one language in one script, regardless of region."""
    if _language(one) != _language(other):
        return False
    return not (script(one) and script(other)) or script(one) == script(other)


def best_match(tag: str, languages: Collection[str]) -> str:
    """Return which of some languages serves readers of `tag`: the same one, else the one without its region; empty when there is none."""
    by_tag = {_standard(language).lower(): language for language in languages}
    for way in (_standard(tag).lower(), *_shorter(_standard(tag).lower())):
        found = by_tag.get(way)
        if found and same_language(found, tag):
            return found
    # The same language under another tag (`no` and `nb`), or with an explicit script (`zh-TW` and `zh-Hant`), in no particular region.
    others = ((key, language) for key, language in sorted(by_tag.items()) if same_language(key, tag))
    return next((language for key, language in others if (parsed := _parsed(key)) is not None and not parsed.territory), "")


def _shorter(tag: str) -> tuple[str, ...]:
    parts = tag.split("-")
    return tuple("-".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))


def _language(tag: str) -> str:
    if tag in _COMMON:
        return tag
    parsed = _parsed(tag)
    first = (parsed.language if parsed else None) or tag.partition("-")[0].lower()
    return min(first, _KIN.get(first, first))


def _langcodes() -> ModuleType:
    """Return the library, whose tables take long to load: most sites are in common languages alone."""
    import langcodes  # noqa: PLC0415, TID251  # this module is its home

    return langcodes


@lru_cache(maxsize=1024)
def _parsed(tag: str) -> "langcodes.Language | None":
    library = _langcodes()
    try:
        parsed: langcodes.Language = library.Language.get(tag)
    except (library.tag_parser.LanguageTagError, ValueError):
        return None
    return parsed


def _standard(tag: str) -> str:
    if tag in _COMMON:
        return tag
    library = _langcodes()
    try:
        return str(library.standardize_tag(tag))
    except (library.tag_parser.LanguageTagError, ValueError):
        return tag


@cache
def _english_names() -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale("en").languages.items() if "_" not in code}


def _language_by_name(word: str) -> str:
    """Return the language with this name, in English or in the language itself."""
    wanted = word.casefold()
    by_name = {name.casefold(): code for code, name in sorted(_english_names().items(), reverse=True)}
    if wanted not in by_name:
        for code in (code for code in _english_names() if len(code) == 2):
            own = _own_name(code)
            if own:
                by_name.setdefault(own, code)
    if wanted in by_name:
        return by_name[wanted]
    near = get_close_matches(wanted, by_name, n=1, cutoff=0.8) if len(wanted) > 3 else []
    return by_name[near[0]] if near else ""


def _own_name(code: str) -> str:
    try:
        return str(Locale.parse(code).get_display_name() or "").casefold()
    except (UnknownLocaleError, ValueError):
        return ""


def country_name(code: str) -> str:
    """Return a country's English name, for its two letters (ISO 3166-1); empty for none."""
    is_code = re.fullmatch(r"[A-Z]{2}", code) and not re.fullmatch(r"X.|Q[M-Z]|AA|ZZ|EU|EZ|UN", code)
    return Locale("en").territories.get(code, "") if is_code else ""


def _of_country(word: str) -> str:
    """Return the language most spoken in a country, for a country code given instead of a language (`jp`)."""
    if not re.fullmatch(r"[A-Za-z]{2}", word):
        return ""
    # Codes reserved for private use are valid too but name no country (ISO 3166-1).
    country = _parsed(f"und-{word.upper()}") if word.upper() in Locale("en").territories else None
    return (country.maximize().language or "") if country and not re.fullmatch(r"X.|Q[M-Z]|AA|ZZ", word.upper()) else ""
