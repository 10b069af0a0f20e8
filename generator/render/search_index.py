"""The index of the theme's search, made better than the builder leaves it: what people type finds the incident, and the open one first.

The builder makes the index from the finished pages. People type "hacked" or "email"; pages say "break-in" and "e-mail". The words are data, a
file a language, in `search_words/`. They stand in a field of their own, which the search looks at and does not show.

A reader who searches loads the whole index, so it does not grow with the years: every open incident and the newest others are in it in full, those
before them with their titles and how they ended. The list of all incidents, by year, has the rest.
"""

import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from generator.format.language_tags import best_match
from generator.model.kept import Kind
from generator.render.kept_heads import KeptHeads
from generator.render.pages import other_languages
from generator.render.site import Site
from generator.render.translations import original, translated_texts

#: Where the theme's search looks.
INDEX = "search/search_index.json"

# A title says what a page is about; a word that nobody wrote there counts less than one that somebody did.
# A page that somebody looks for by its name comes before every incident that has the word in it.
_FIELDS = {"title": {"boost": 10.0}, "text": {"boost": 1.0}, "words": {"boost": 5.0}, "name": {"boost": 5000.0}}
#: The pages that are looked for by their names.
_NAMED = frozenset({"corrections/", "record/", "promises/", "lessons/", "subscribe/", "verify/"})
# The open incident comes before anything else that a word is found in, then the home page, which has it in brief.
_OPEN, _OPEN_FOR_SOME, _HOME, _CLOSED = 100.0, 30.0, 20.0, 3.0
# Of two pages that say the same, the original first: the index is one, whoever searches.
_TRANSLATED = 0.5
#: How many of the incidents with the newest updates are found by everything that is said of them; every open one is besides.
FULL = 50
#: How many of those before them are found by their titles and the beginning of their pages, and how many characters that has.
BRIEF, _BEGINNING = 450, 200
_PAGE = re.compile(r"incidents/(?P<slug>[^/#]+)/(?P<some>for/[^/#]+/)?(?P<more>.*)")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class SearchWords:
    """What people type, in one language: what finds every incident, and words for one thing."""

    always: tuple[str, ...]
    same: tuple[tuple[str, ...], ...]

    def of(self, text: str) -> str:
        """Return the words that should find a text about an incident."""
        found = [word for group in self.same if _any_of(group).search(text) for word in group]
        return " ".join(dict.fromkeys(form for word in (*self.always, *found) for form in (word, _bare(word))))


def improved(site: Site, data: bytes) -> bytes:
    """Return the index with synonyms, in the order in which readers need what is found.

    Args:
        site: the whole site.
        data: the index, as the builder has made it.
    """
    index = json.loads(data)
    index["config"]["fields"] = _FIELDS
    places = {f"{tag}/": tag for tag in other_languages(site)}
    entries: list[dict[str, Any]] = _bounded(site, index["docs"], places)
    index["docs"] = entries
    brief = _brief(site)
    said: dict[str, list[str]] = {}
    for entry in entries:
        said.setdefault(entry["location"].partition("#")[0], []).append(f"{entry['title']} {_TAG.sub(' ', entry['text'])}")
    open_now = {name for incident in site.incidents if incident.is_open for name in (incident.slug, *incident.folder.former)}
    found_before = KeptHeads(site.kept, (site.config.site.identity, site.config.site.url), Kind.WORDS)
    for entry in entries:
        page, _, part = entry["location"].partition("#")
        place = next((place for place in places if page.startswith(place)), "")
        own = page.removeprefix(place)
        tag = places.get(place, site.config.site.language)
        boost = _boost(own, open_now) * (_TRANSLATED if place else 1.0)
        if boost != 1.0:
            entry["boost"] = boost
        if not part:
            # It stands over the snippet already.
            entry["text"] = entry["text"].removeprefix(entry["title"]).lstrip()
        if not part and not own:
            # The menu calls it otherwise than the page does.
            entry["title"] = _title(site, tag)
        if not part and own in _NAMED:
            entry["name"] = entry["title"]
        words = _words(tag)
        if (
            words is not None
            and not part
            and (about := _PAGE.fullmatch(own))
            and not about["more"]
            and about["slug"] not in brief
        ):
            entry["words"] = _words_of(" ".join(said[page]), tag, words, found_before)
    found_before.write()
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _words_of(text: str, tag: str, words: SearchWords, before: KeptHeads) -> str:
    """Return the words that should find a text, as they were found before, if they were."""
    key = sha256(f"{tag}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
    held = before.get(key)
    try:
        found = json.loads(held or b"")
    except ValueError:
        found = None
    if not isinstance(found, str):
        found = words.of(text)
    before.use(key, json.dumps(found).encode())
    return found


def found_by(site: Site) -> Callable[[str], int | None]:
    """Return how many characters of the beginning of a page are in the index, by the page's address; None: all that is in it, 0: it is not there.

    What the index leaves out need not be looked for in the pages, which takes long.
    """
    brief = _brief(site)
    places = tuple(f"{tag}/" for tag in other_languages(site))

    def found(address: str) -> int | None:
        about = _PAGE.fullmatch(_own(address, places))
        if about is None or about["slug"] not in brief:
            return None
        return _BEGINNING if brief[about["slug"]] and not (about["some"] or about["more"]) else 0

    return found


def _own(address: str, places: Iterable[str]) -> str:
    """Return an address relative to the folder of its language."""
    return next((address.removeprefix(place) for place in places if address.startswith(place)), address)


def _brief(site: Site) -> Mapping[str, bool]:
    """Return the incidents that are not in the index in full, by slug, and whether they are in it at all."""
    older = [one.slug for place, one in enumerate(site.incidents) if place >= FULL and not one.is_open]
    return {slug: place < BRIEF for place, slug in enumerate(older)}


def _bounded(site: Site, entries: Iterable[dict[str, Any]], places: Iterable[str]) -> list[dict[str, Any]]:
    """Return the entries without most of what is said of older incidents.

    Args:
        site: the whole site.
        entries: one for each page and each of its parts.
        places: the folders of the other languages.
    """
    brief = _brief(site)
    kept: list[dict[str, Any]] = []
    for entry in entries:
        page, _, part = _own(entry["location"], places).partition("#")
        about = _PAGE.fullmatch(page)
        if about is None or about["slug"] not in brief:
            kept.append(entry)
        elif brief[about["slug"]] and not (part or about["some"] or about["more"]):
            kept.append({**entry, "text": _beginning(entry["text"])})
    return kept


def _beginning(text: str) -> str:
    """Return the first words of a text that is HTML, without its tags."""
    words = " ".join(_TAG.sub(" ", text).split())
    return words if len(words) <= _BEGINNING else f"{words[:_BEGINNING].rpartition(' ')[0]} …"


def _boost(page: str, open_now: Iterable[str]) -> float:
    about = _PAGE.fullmatch(page)
    if about is None:
        return 1.0 if page or not open_now else _HOME
    if about["slug"] not in open_now:
        return _CLOSED
    return _OPEN_FOR_SOME if about["some"] or about["more"] else _OPEN


def _title(site: Site, tag: str) -> str:
    texts = original(site) if tag == site.config.site.language else translated_texts(site, tag)
    own = site.config.site.title or site.config.organisation.name
    return texts.of(own) or own


@lru_cache(maxsize=1024)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of some words where a word begins."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


def _bare(word: str) -> str:
    """Return a word as it is typed by people in a hurry: without accents."""
    return unicodedata.normalize(
        "NFC", "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))
    )


def _words(tag: str) -> SearchWords | None:
    """Return the words of a language; None where there are none."""
    known = best_match(tag, _languages())
    return _read(known) if known else None


@cache
def _languages() -> tuple[str, ...]:
    held = files("generator.render").joinpath("search_words").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in held if file.name.endswith(".toml")))


@cache
def _read(language: str) -> SearchWords:
    written: Mapping[str, str] = tomllib.loads(
        files("generator.render").joinpath("search_words", f"{language}.toml").read_text(encoding="utf-8")
    )
    return SearchWords(
        always=_listed(written["always"]), same=tuple(_listed(line) for line in written["same"].splitlines() if line.strip())
    )


def _listed(line: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in line.split(","))
