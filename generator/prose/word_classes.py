"""Classes of words: what a text's words and turns of phrase are examples of, by lists that each language has.

An entry of a class is one word or several. In it, `*` at the end or the beginning of a word stands for any letters, alone for any word;
`a/b` is either; a word or several in parentheses may be missing. Hyphens part words, as spaces do; so do the apostrophes of French and Italian.
A text written without accents, or with "ae" for "ä", has the same classes, but for short words alone: "sur" is not "sûr".
"""

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from generator.prose.lexicon import lexicon
from generator.prose.number_words import lowered_same_length, month_names

_MARKS = r"[%;:—–]|(?<!\d)[.!?؟]"
_WORD = re.compile(rf"[^\W_]+(?:['’][^\W_]+)*|{_MARKS}")
_PARTED = re.compile(rf"[^\W_]+['’]?|{_MARKS}")
_APART = frozenset(("fr", "it", "ca"))
#: Bars outside parentheses, which part the entries of a line.
_ENTRY_ENDS = re.compile(r"\|(?![^(]*\))")
#: What most entries begin with: a word, or one of several, in letters without accents; or the beginning of a word.
_BEGUN = re.compile(r"[a-z]+(?:-[a-z]+)*(?:/[a-z]+(?:-[a-z]+)*)*|[a-z]+\*")
#: What comes after it, in words without accents, hyphens, apostrophes, options and parts that may be missing.
_PLAIN = re.compile(r"[a-z*]+(?: [a-z*]+)*")
#: By how many of its first letters a word is looked up among those that end in `*`.
_LETTERS = 3
_PIECE = re.compile(r"\([^)]*\)|\S+")
_OPTION_ENDS = re.compile(r"[/|]")
#: Of English words that are run together, what each part stands for: "we've" is "we have".
_RUN_TOGETHER = re.compile(
    r"(.+)(n't|'ve|'re|'ll|'m|'d)|(he|she|it|that|there|here|what|who|where|how|nothing|nobody|everything|everyone)('s)"
)
_PARTS = {"n't": "not", "'ve": "have", "'re": "are", "'ll": "will", "'m": "am", "'d": "would", "'s": "is"}
_WHOLE = {"can't": ("cannot",), "won't": ("will", "not"), "shan't": ("shall", "not")}
_TIMES = frozenset(("day", "month", "night", "season", "term", "today", "week", "weekend", "year", "yesterday"))
#: What makes "has" of "'s".
_HAS = frozenset(("been", "got", "had"))
_AFTER_APOSTROPHE = re.compile(r"(?<=')(?=\w)")
#: What no phrase reaches over.
_BREAKS = frozenset(";:—–.!?؟")
#: The class of words that hold a digit.
NUMBER = "number"
#: The class of words of `NUMBER` that are no part of a date or of a time of day: what is counted or measured.
FIGURE = "figure"
_DIGIT = re.compile(r"\d")
_FIRST_DIGIT = re.compile(r"\d\*")
#: Numbers in entries, with what makes a pattern of them.
_NUMBERS = re.compile(r"(?<![^\W_])\d+(?![^\W_])\*?|\*\d+(?![^\W_])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"(?:[12]?\d|3[01]|0[1-9])(?:st|nd|rd|th|er|º|ª)?")
#: Stands for the rest of each number that no entry names; no text has it.
_NUMERAL = "\ue000"
#: What may stand between a day and its month.
_IN_DATES = frozenset((".", "of", "the", "de", "del"))
_FIRST = itemgetter(0)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
#: The fewest letters of a word that is the whole entry at which it is known without its accents too.
_SHORTEST_PLAIN = 5
#: Of how many words a state keeps where they lead; a text of more different ones is read a little slower, and memory stays bounded.
_KEPT = 4096


class Occurrence(NamedTuple):
    """Where an example of a class stands: from one word to before another, counted from the beginning of the text."""

    first: int
    after: int


class ClassedText:
    """A text with the classes of its words. Where its words and examples stand is worked out when asked for: of most texts, nobody asks.

    Attributes:
        present: the bits of the classes of which it has examples, as `WordClasses.bits` names them.
    """

    def __init__(self, text: str, read: "_Read", classes: "WordClasses") -> None:
        self._text = text
        self._read = read
        self._classes = classes
        self.present = classes.present(text, read)

    @property
    def spans(self) -> Sequence[tuple[int, int]]:
        """Where each word begins and ends."""
        return self._read.spans

    @cached_property
    def parts(self) -> Sequence[int]:
        """For each word, the number of marks such as semicolons, and of gaps, before it."""
        return _parts(self._read)

    @cached_property
    def occurrences(self) -> Mapping[str, Sequence[Occurrence]]:
        """By class, where examples stand, in order."""
        return self._classes.occurrences(self._text, self._read)

    def near(self, name: str, first: int, after: int) -> Sequence[Occurrence]:
        """Return the examples of a class that begin within a range of words, in order."""
        found = self.occurrences.get(name, ())
        low = bisect_left(found, first, key=_FIRST)
        return found[low : bisect_left(found, after, low, key=_FIRST)]


class _Read:
    """The words of a text, in small letters, each with what is run together in it parted.

    Attributes:
        lowered: the text in small letters.
        told: the words.
        keys: the words as they are looked up: numbers that no entry names are one for each first digit, or each new number would be worked out anew.
    """

    def __init__(
        self, lowered: str, pattern: re.Pattern[str], parted: Callable[[str], tuple[str, ...]], numerals: frozenset[str] | None
    ) -> None:
        self.lowered = lowered
        self._pattern = pattern
        self._parted = parted
        told = pattern.findall(lowered)
        if not lowered.isascii() or "'" in lowered:
            told = [part for word in told for part in parted(word)]
        _tell_has(told)
        self.told: list[str] = told
        self.keys = told
        if numerals is not None and _DIGIT.search(lowered):
            self.keys = [word[0] + _NUMERAL if word.isdecimal() and word not in numerals else word for word in told]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word begins and ends."""
        spans: list[tuple[int, int]] = []
        for one in self._pattern.finditer(self.lowered):
            start, end = one.span()
            parts = self._parted(one.group())
            for index, part in enumerate(parts):
                cut = end if index == len(parts) - 1 else min(start + len(part), end - 1)
                spans.append((start, cut))
                start = cut
        return spans


class _Node:
    """Where reading the words of an entry has led: what may follow, and the classes of which it is an example."""

    __slots__ = ("any", "classes", "ends", "exact", "starts")

    def __init__(self) -> None:
        # Of the tens of thousands, most have none of these.
        self.classes: set[str] | None = None
        self.exact: dict[str, list[_Node]] | None = None
        # By their first and their last letter: of the hundreds, few are looked at.
        self.starts: dict[str, list[tuple[str, _Node]]] | None = None
        self.ends: dict[str, list[tuple[str, _Node]]] | None = None
        self.any: list[_Node] | None = None

    @property
    def has_patterns(self) -> bool:
        """Whether words can follow that are not written out."""
        return bool(self.starts or self.ends or self.any)

    def join(self, word: str, node: "_Node") -> None:
        """Have a word of an entry lead to a node."""
        if word == "*":
            self.any = [*(self.any or ()), node]
        elif word.endswith("*"):
            self.starts = self.starts or {}
            self.starts.setdefault(word[0], []).append((word[:-1], node))
        elif word.startswith("*"):
            self.ends = self.ends or {}
            self.ends.setdefault(word[-1], []).append((word[1:], node))
        else:
            self.exact = self.exact or {}
            self.exact.setdefault(word, []).append(node)

    def lead(self, word: str, found: "list[_Node]") -> None:
        """Add where a word of a text leads."""
        if self.exact:
            found += self.exact.get(word, ())
        if self.starts:
            found += [node for start, node in self.starts.get(word[:1], ()) if word.startswith(start)]
        if self.ends:
            found += [node for end, node in self.ends.get(word[-1:], ()) if word.endswith(end)]
        if self.any and word not in _BREAKS:
            found += self.any


class _Root(_Node):
    """Where reading begins. An entry is taken apart when a text has a word that it begins with: most texts begin few of them."""

    __slots__ = ("_take", "_waiting")

    def __init__(self, take: Callable[[str, str], None]) -> None:
        """Wait for words.

        Args:
            take: takes apart an entry of a class, given by its name, and joins it to this node.
        """
        super().__init__()
        self._take = take
        # By the first word; by a word's first letters and `*`, where the first word ends in one.
        self._waiting: dict[str, list[tuple[str, str, str]]] = {}

    def wait(self, entries: Iterable[str], name: str) -> None:
        """Add entries to a class."""
        waiting = self._waiting
        for entry in entries:
            first, _, rest = entry.partition(" ")
            if first.isalpha() and first.isascii():
                waiting.setdefault(first, []).append((first, rest, name))
            elif _BEGUN.fullmatch(first) is None:
                self._take(entry, name)
            elif first[-1] == "*":
                waiting.setdefault(f"{first[:-1][:_LETTERS]}*", []).append((first, rest, name))
            else:
                for option in first.split("/"):
                    waiting.setdefault(option.partition("-")[0], []).append((option, rest, name))

    def lead(self, word: str, found: "list[_Node]") -> None:
        """Add where a word of a text leads."""
        for begun in (word, *(f"{word[:letters]}*" for letters in range(1, _LETTERS + 1))):
            for first, rest, name in self._waiting.pop(begun, ()):
                self._begin(first, rest, name)
        super().lead(word, found)

    def _begin(self, first: str, rest: str, name: str) -> None:
        if "-" in first or (rest and not _PLAIN.fullmatch(rest)):
            self._take(f"{first} {rest}", name)
            return
        node = _Node()
        self.join(first, node)
        for other in rest.split(" ") if rest else ():
            following = _Node()
            node.join(other, following)
            node = following
        node.classes = {name}


class _State:
    """All the nodes that the words of a text have led to at once. What follows is worked out once for each word.

    Attributes:
        classes: of which what was read is an example.
        present: their bits.
        leads: the words that lead on; none where patterns do, so that any word may.
        known: where the words met so far lead; none where no entry goes on.
    """

    __slots__ = ("_nodes", "_states", "classes", "known", "leads", "present")

    def __init__(self, nodes: tuple[_Node, ...], states: dict[tuple[_Node, ...], "_State"], bits: Mapping[str, int]) -> None:
        self.classes = tuple(sorted({name for node in nodes for name in node.classes or ()}))
        self.present = sum(bits[name] for name in self.classes)
        patterns = any(node.has_patterns for node in nodes)
        self.leads = None if patterns else frozenset(word for node in nodes for word in node.exact or ())
        self._nodes = nodes
        self._states = states
        self.known: dict[str, _State | None] = {}

    def after(self, word: str, bits: Mapping[str, int]) -> "_State | None":
        """Work out where another word leads that is not `known` yet; none where no entry goes on."""
        found: list[_Node] = []
        for node in self._nodes:
            node.lead(word, found)
        nodes = tuple(found)
        state = self._states.get(nodes) if nodes else None
        if nodes and state is None:
            state = self._states[nodes] = _State(nodes, self._states, bits)
        if len(self.known) >= _KEPT:
            self.known.clear()
        self.known[word] = state
        return state


def written_classes(text: str) -> Mapping[str, str]:
    """Return the entries of each class in a language's file of TOML."""
    # tomllib goes letter by letter through what may have escapes, and takes other strings whole. No word has any.
    whole = "\\" not in text and "'''" not in text
    return tomllib.loads(text.replace('"""', "'''") if whole else text)


class WordClasses:
    """The classes of a language.

    Args:
        written: by class, its entries, parted by lines and by `|`.
        language: the language's BCP 47 tag, without a region.

    Attributes:
        bits: the bit of each class.
    """

    def __init__(self, written: Mapping[str, str], language: str) -> None:
        self._parted = language in _APART
        self._umlauts = language == "de"
        self._contracted = language == "en"
        verbs = lexicon(language).verbs
        self._names = verbs.names if verbs else frozenset()
        months = [self._plain(name.lower()).rstrip(".") for name in month_names(language) if not name.isdigit()]
        # "Sept. 18" is written as well as "Sep. 18".
        self._months = frozenset(part for name in months for part in (name, name[:4]))
        self.bits: Mapping[str, int] = {name: 1 << place for place, name in enumerate(dict.fromkeys((NUMBER, FIGURE, *written)))}
        # Numbers that entries name; none where an entry names more of others than their first digit.
        # Few classes have any: to look for a digit alone takes a fraction of the time.
        numerals = frozenset(number for text in written.values() if _DIGIT.search(text) for number in _NUMBERS.findall(text))
        self._numerals = numerals if all(number.isdecimal() or _FIRST_DIGIT.fullmatch(number) for number in numerals) else None
        root = _Root(self._take)
        self._beginning = root
        for name, text in written.items():
            for line in text.lower().split("\n"):
                root.wait(_ENTRY_ENDS.split(line) if "(" in line else line.split("|"), name)
        self._root = _State((root,), {}, self.bits)
        self._pattern = _PARTED if self._parted else _WORD
        # What a word stands for never changes; so few have an apostrophe or an accent that all of them are kept.
        self._parted_word = lru_cache(maxsize=_KEPT)(self._parts_of)

    def classed(self, text: str) -> ClassedText:
        """Return a text with the classes of its words."""
        lowered = lowered_same_length(text).replace("’", "'")
        return ClassedText(text, _Read(lowered, self._pattern, self._parted_word, self._numerals), self)

    def present(self, text: str, read: _Read) -> int:
        """Return the bits of the classes of which a text has examples."""
        told, keys, root, bits = read.told, read.keys, self._root.known, self.bits
        number = bits[NUMBER]
        numbers: list[int] = []
        present = 0
        for index, word in enumerate(told):
            here = number if not word.isalpha() and _DIGIT.search(word) else 0
            # A look into the table costs less than a call, and nearly every word has been met before.
            key = keys[index]
            state = root[key] if key in root else self._root.after(key, bits)
            if state is not None and not (word in self._names and self._is_month(index, text, read)):
                here |= state.present
                after = index + 1
                while after < len(told):
                    following = keys[after]
                    leads = state.leads
                    if leads is not None and following not in leads:
                        break
                    known = state.known
                    reached = known[following] if following in known else state.after(following, bits)
                    if reached is None:
                        break
                    state = reached
                    here |= state.present
                    after += 1
            if here & number:
                numbers.append(index)
            present |= here
        if any(not self._dates(place, text, read) for place in numbers):
            present |= bits[FIGURE]
        return present

    def occurrences(self, text: str, read: _Read) -> Mapping[str, Sequence[Occurrence]]:
        """Return where the examples of each class stand in a text, in order."""
        told, keys, bits = read.told, read.keys, self.bits
        occurrences: dict[str, list[Occurrence]] = {}
        for index, word in enumerate(told):
            if not word.isalpha() and _DIGIT.search(word):
                occurrences.setdefault(NUMBER, []).append(Occurrence(index, index + 1))
            if word in self._names and self._is_month(index, text, read):
                continue
            state = self._root
            for after in range(index, len(told)):
                following = keys[after]
                reached = state.known[following] if following in state.known else state.after(following, bits)
                if reached is None:
                    break
                state = reached
                for name in state.classes:
                    occurrences.setdefault(name, []).append(Occurrence(index, after + 1))
        figures = [one for one in occurrences.get(NUMBER, ()) if not self._dates(one.first, text, read)]
        if figures:
            occurrences[FIGURE] = figures
        return occurrences

    def _is_month(self, index: int, text: str, read: _Read) -> bool:
        """Whether a word that is also a month's name is one: written large within a sentence."""
        return index > 0 and text[read.spans[index][0]].isupper()

    def _dates(self, place: int, text: str, read: _Read) -> bool:
        """Whether a number is a year, a day beside its month, or a part of a time of day."""
        told = read.told
        word = told[place]
        if _YEAR.fullmatch(word):
            return True
        before, after = list(told[max(0, place - 2) : place]), list(told[place + 1 : place + 3])
        if ":" in {*before[-1:], *after[:1]}:
            beside = (before[-2:-1] if before[-1:] == [":"] else []) + (after[1:] if after[:1] == [":"] else [])
            return word[:1].isdigit() and any(one[:1].isdigit() for one in beside)
        if not _DAY.fullmatch(word):
            return False
        near = [place - 1, place + 1]
        if before and before[-1] in _IN_DATES:
            near.append(place - 2)
        if after and after[0] in _IN_DATES:
            near.append(place + 2)
        return any(
            0 <= index < len(told)
            and told[index] in self._months
            and (told[index] not in self._names or text[read.spans[index][0]].isupper())
            for index in near
        )

    def _take(self, entry: str, name: str) -> None:
        """Take apart an entry of a class."""
        for node in self._ends(entry, self._beginning):
            node.classes = node.classes or set()
            node.classes.add(name)

    def _ends(self, entry: str, root: _Node) -> list[_Node]:
        """Return the nodes at which an entry can end: each of its pieces leads from any node that the piece before could end at."""
        if entry.count("(") != entry.count(")"):
            raise ValueError(entry)
        here = [root]
        pieces = _PIECE.findall(entry.replace("’", "'"))
        alone = sum(not piece.startswith("(") for piece in pieces) <= 1
        for written in pieces:
            following = _Node()
            for option in _OPTION_ENDS.split(written.strip("()")):
                *others, last = self._words(option)
                places = here
                for word in others:
                    between = _Node()
                    for node in places:
                        self._join(node, word, between, alone=False)
                    places = [between]
                for node in places:
                    self._join(node, last, following, alone=not others and alone)
            here = [*here, following] if written.startswith("(") else [following]
        # What may be missing altogether says nothing.
        return [node for node in here if node is not root]

    def _join(self, node: _Node, word: str, following: _Node, *, alone: bool) -> None:
        """Have a word lead from a node to another, as it is written and without its accents."""
        node.join(word, following)
        # "chiffré" is not "chiffre", and "esta*" is far more than "está*".
        stem = word.strip("*")
        if stem.isascii() or ((alone or stem != word) and (len(stem) < _SHORTEST_PLAIN or stem.rstrip("s")[:-1].isascii())):
            return
        plain = word.translate(_UMLAUTS) if self._umlauts else _without_accents(word)
        if plain != word:
            node.join(plain, following)

    def _words(self, written: str) -> list[str]:
        """Return the words that hyphens, and in some languages apostrophes, join."""
        parts = written.replace("-", " ").split() or [""]
        if self._parted:
            parts = [one for part in parts for one in _AFTER_APOSTROPHE.split(part)]
        whole = [part for one in parts for part in self._run_together(self._plain(one))]
        _tell_has(whole)
        return whole

    def _run_together(self, word: str) -> tuple[str, ...]:
        """Return what an English word that is run together stands for."""
        if not self._contracted:
            return (word,)
        if word in _WHOLE:
            return _WHOLE[word]
        found = _RUN_TOGETHER.fullmatch(word)
        if found is None:
            # "The police's" are the police, and "last year's pupils" say nothing of when.
            bare = word.removesuffix("'s")
            return (word,) if bare in _TIMES else (bare,)
        first, last = (part for part in found.groups() if part)
        return first, _PARTS[last]

    def _parts_of(self, word: str) -> tuple[str, ...]:
        """Return what a word of a text stands for."""
        plain = self._plain(word)
        return self._run_together(plain) if "'" in plain else (plain,)

    def _plain(self, word: str) -> str:
        if word.isascii():
            return word.rstrip("'") if self._parted else word
        return (word.rstrip("'") if self._parted else word).replace("ß", "ss").replace("œ", "oe")


def _tell_has(told: list[str]) -> None:
    """Write "has" for the "is" of "it's been"."""
    if "is" in told and not _HAS.isdisjoint(told):
        for index, word in enumerate(told[1:]):
            if word in _HAS and told[index] == "is":
                told[index] = "has"


def _without_accents(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def _parts(read: _Read) -> Sequence[int]:
    """Return for each word the number of marks such as semicolons, and of gaps, before it."""
    lowered, told = read.lowered, read.told
    gaps = "  " in lowered
    if not gaps and _BREAKS.isdisjoint(told):
        return bytes(len(told))
    spans = read.spans
    parts: list[int] = []
    part = 0
    for index, word in enumerate(told):
        # Two spaces stand where a quotation was.
        part += word in _BREAKS or (gaps and index > 0 and "  " in lowered[spans[index - 1][1] : spans[index][0]])
        parts.append(part)
    return parts
