"""Figures in prose: whether the numbers of a text agree with what the ledger counts.

A number is looked at when it stands near the name or unit of something counted. It counts when its clause speaks of reach, or has no verb; one
that counts must be a figure of the present state, or follow from such figures.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from functools import cache
from itertools import combinations

from generator.model.diagnostic import Severity
from generator.model.update import Count
from generator.prose.clauses import Clause, clauses, sentences
from generator.prose.figure_glance import Glance
from generator.prose.grammar import WordRole, words
from generator.prose.lexicon import Lexicon, LexiconSection, lexicon
from generator.prose.number_words import lowered_same_length
from generator.prose.numbers import Number, in_digits, numbers, with_its_words
from generator.prose.reach import Reached, reaching
from generator.prose.subjects import Mention, mentions

#: So many numbers of one sentence are tried together for a sum; a sentence with more is a table.
_MOST_TOGETHER = 8
#: A number of so many digits may be one whose digits were mixed up.
_DIGITS_TO_MIX = 3
#: Lemmas of verbs of reach that say where something is, as every language's file names them.
_HOLDS = frozenset({"hold", "contain", "store", "include"})
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Amount:
    """How many, as an interval, with the figures that the writer gave.

    Attributes:
        low: the least it can be.
        high: the most it can be; None: no upper bound.
        stated: the figures as given: one, two for "between", none where it is not known.
    """

    low: int
    high: int | None
    stated: tuple[int, ...] = ()

    @classmethod
    def of(cls, count: Count) -> "Amount":
        """Return the amount of a count."""
        return cls(count.low, count.high, count.stated)

    @classmethod
    def exactly(cls, number: int) -> "Amount":
        """Return the amount of a number that was counted."""
        return cls(number, number, (number,))


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPopulation:
    """Something that is counted: a population, or a kind of data with a count.

    Attributes:
        name: its name in the ledger.
        words: the words under `names`, by which sentences call it.
        unit: what is counted.
        count: how many there are after the update; None: no count.
        of: of how many in all; None: not said.
        sent: how many notices were sent to it.
        part_of: the population that it is a part of, or that a kind's count is for.
        former: what was said of it before, newest last: counts that hold no more.
        corrected: of the former ones, those that this update corrects.
        subject: what `corrections` calls its count.
    """

    name: str
    words: tuple[str, ...] = ()
    unit: str = ""
    count: Amount | None = None
    of: int | None = None
    sent: Amount | None = None
    part_of: str = ""
    former: tuple[Amount, ...] = ()
    corrected: tuple[Amount, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class CountedFigures:
    """What is counted after an update.

    Attributes:
        populations: populations, and kinds with a count.
        occurred: the year in which the incident happened; None: not known.
    """

    populations: tuple[CountedPopulation, ...] = ()
    occurred: int | None = None


class Where(StrEnum):
    """Where a text stands, which decides how much a wrong figure matters."""

    TITLE = "title"
    SUMMARY = "summary"
    WHAT_HAPPENED = "what_happened"
    FACT = "fact"
    END = "end"
    ELSEWHERE = "elsewhere"


class FigureVerdict(Enum):
    """What is made of a number near a name."""

    RIGHT = "right"
    LEFT_ALONE = "left alone"
    WRONG = "wrong"
    STALE = "left alone, but a figure that was given up or whose digits are mixed"


class Kept(Enum):
    """Why a number that is left alone is worth a word all the same."""

    FORMER = "a former figure"
    CORRECTED = "the old figure of what is corrected here, and nothing else"
    MIXED = "its digits are those of a present figure in another order"


@dataclass(frozen=True, slots=True)
class JudgedFigure:
    """A number near a name, and what is made of it.

    Attributes:
        number: the number.
        name: the name or unit that it stands near, as it is written.
        populations: what that name or unit counts.
        clause: where it stands.
        counts: whether it says how many were reached, and so has to agree with the ledger.
        verdict: what is made of it.
        because: the step that decided, in a few words.
        severity: of the finding that it is worth; None: none.
        start: where the number begins in the text, with the words that qualify it.
        end: one past the last character of the number, with its words.
        said: the number and the name as they are written, and what stands between.
        kept: of a figure that is stale: in which way.
        of: of such a figure: what it was a figure of.
    """

    number: Number
    name: str
    populations: tuple[CountedPopulation, ...]
    clause: Clause
    counts: bool
    verdict: FigureVerdict
    because: str
    severity: Severity | None
    start: int
    end: int
    said: str
    kept: Kept | None = None
    of: CountedPopulation | None = None

    @property
    def quote(self) -> str:
        """The number as it is written."""
        return self.clause.text[self.number.start - self.clause.start : self.number.end - self.clause.start]

    @property
    def in_clause(self) -> "JudgedFigure":
        """The same, with places that count from the beginning of its clause."""
        return _moved(self, -self.clause.start, self.clause.sentence)


@dataclass(frozen=True, slots=True)
class _Near:
    """A number near a name."""

    number: Number
    name: str
    populations: tuple[CountedPopulation, ...]
    start: int
    end: int
    said: str
    total: Number | None = None


def read_figures(text: str, language: str, state: CountedFigures, where: Where = Where.ELSEWHERE) -> tuple[JudgedFigure, ...]:
    """Return each number of a text that is near the name of something counted, with a verdict on it.

    Args:
        text: one sentence or many.
        language: its BCP 47 tag; in a language without a word list, nothing is read.
        state: what is counted after the update.
        where: where the text stands.
    """
    if not lexicon(language).figures or not state.populations:
        return ()
    return tuple(
        _moved(one, start, place)
        for place, (start, end) in enumerate(sentences(text, language))
        for one in _read_sentence(text[start:end], language, state, where, text)
    )


def _moved(judged: JudgedFigure, start: int, sentence: int) -> JudgedFigure:
    """Return a number of a sentence as one of the text that this is the sentence of."""
    clause = replace(judged.clause, start=judged.clause.start + start, sentence=sentence)
    number = replace(judged.number, start=judged.number.start + start, end=judged.number.end + start)
    return replace(judged, clause=clause, number=number, start=judged.start + start, end=judged.end + start)


def wrong_figures(text: str, language: str, state: CountedFigures, where: Where = Where.ELSEWHERE) -> tuple[JudgedFigure, ...]:
    """Return the numbers in a text that contradict the ledger."""
    return tuple(figure for figure in read_figures(text, language, state, where) if figure.severity is not None)


class FigureReader:
    """Reads the texts of one language against what is counted, and the same text only once.

    Args:
        state: what is counted.
        language: of the texts.
    """

    def __init__(self, state: CountedFigures, language: str) -> None:
        self.state = state
        self.language = language
        self._glance = _glance(state, language) if lexicon(language).figures and state.populations else None
        self._read: dict[tuple[str, Where], tuple[JudgedFigure, ...]] = {}

    def wrong_figures(self, text: str, where: Where) -> tuple[JudgedFigure, ...]:
        """Return the numbers in a text that contradict the ledger."""
        found = self._read.get((text, where))
        if found is None:
            found = tuple(self._wrong(text, where))
            self._read[text, where] = found
        return found

    def _wrong(self, text: str, where: Where) -> Iterator[JudgedFigure]:
        if self._glance is None or not self._glance.has_both(text):
            return
        for place, (start, end) in enumerate(sentences(text, self.language)):
            sentence = text[start:end]
            if self._glance.may_matter(sentence):
                for one in _read_sentence(sentence, self.language, self.state, where, text):
                    if one.severity is not None:
                        yield _moved(one, start, place)


def _glance(state: CountedFigures, language: str) -> Glance:
    names: dict[str, frozenset[int]] = {}
    for population in state.populations:
        whole = _with_parts((population,), state)
        right = {value for one in whole for amount in (one.count, one.sent) if amount is not None for value in amount.stated}
        right |= {one.of for one in whole if one.of is not None}
        for name in filter(None, (population.name, *population.words, population.unit)):
            # Whatever a unit counts may be meant by it.
            names[name] = names.get(name, frozenset()) | right
    stale = frozenset(value for one in state.populations for amount in (*one.former, *one.corrected) for value in amount.stated)
    return Glance(names, stale, language)


def _read_sentence(text: str, language: str, state: CountedFigures, where: Where, whole: str) -> Iterator[JudgedFigure]:
    known = lexicon(language)
    found = numbers(text, language)
    near = tuple(_near(text, found, state, known)) if found else ()
    if not near:
        return
    parts = clauses(text, language)
    sentence = lowered_same_length(text).replace("’", "'")
    is_past = bool(known.figures.pattern("said_once").search(sentence))
    of_clause: dict[int, list[Reached]] | None = None
    for one in near:
        clause = _clause(parts, one.number)
        alone = _told_otherwise(clause, sentence, state, known)
        if not alone:
            if of_clause is None:
                of_clause = {}
                for word in reaching(text, language):
                    of_clause.setdefault(word.clause.start, []).append(word)
            alone = _says_nothing_of_reach(one, clause, of_clause.get(clause.start, []), known)
        yield _judge(one, clause, alone, list(found), lambda: numbers(whole, language), state, where, is_past=is_past)


def counts(text: str, language: str, state: CountedFigures) -> bool:
    """Whether a text counts: whether a number in it says how many were reached."""
    return any(figure.counts for figure in read_figures(text, language, state))


def gives(text: str, language: str, population: CountedPopulation, amount: Amount) -> bool:
    """Whether a text gives a figure of a population: one of the numbers stated, near its name or unit."""
    state = CountedFigures((population,))
    return any(not set(figure.number.values).isdisjoint(amount.stated) for figure in read_figures(text, language, state))


def may_mean(text: str, language: str, population: CountedPopulation, amount: Amount) -> bool:
    """Whether a text gives an interval of a population, as in "about 300 patients", that an amount lies in."""
    state = CountedFigures((population,))
    return any(
        figure.number.worded and amount.high is not None and figure.number.holds(amount.low) and figure.number.holds(amount.high)
        for figure in read_figures(text, language, state)
    )


# Saying it right.


def restated(text: str, judged: JudgedFigure, amount: Amount, language: str) -> str:
    """Return a text with an amount in place of a number; empty where that would be no good sentence."""
    known = lexicon(language).figures
    number = judged.number
    said = _amount_words(amount, language, grouped=number.values[0] < 1000 or not re.search(r"\d{4}", judged.quote))
    # "1 patient" is not only another number.
    if not said or 1 in {*number.values, *amount.stated}:
        return ""
    if amount.low == amount.high:
        start, end = (judged.start, judged.end) if number.worded else (number.start, number.end)
    else:
        start, end = judged.start, judged.end
        before = re.search(r"([^\W\d_]+)\s+$", text[:start])
        if before and before.group(1).lower() in known.words("skip") and before.group(1).lower() not in known.words("total"):
            return ""  # "the at least 163 patients"
    if text[start].isupper():
        said = said[0].upper() + said[1:]
    return text[:start] + said + text[end:]


def _amount_words(amount: Amount, language: str, *, grouped: bool) -> str:
    """Return an amount in the words of a language; empty where it has none."""
    known = lexicon(language).figures
    figures = [in_digits(value, language, grouped=grouped) for value in amount.stated]
    if not figures:
        return ""
    if amount.low == amount.high:
        return figures[0]
    if len(figures) == 2:
        words = [known.word("between"), known.word("between_and")]
        return f"{words[0]} {figures[0]} {words[1]} {figures[1]}" if all(words) else ""
    form = "at_least" if amount.low == amount.stated[0] else "at_most" if not amount.low else "about"
    word = known.word(form).partition("|")[0]
    return f"{word} {figures[0]}" if re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)*", word) else ""


# Near a name.


def _near(text: str, found: tuple[Number, ...], state: CountedFigures, known: Lexicon) -> Iterator[_Near]:
    named = _names(text, state, known.language)
    starting: dict[int, Mention[tuple[int, ...]]] = {}
    for named_here in named:
        starting.setdefault(named_here.start, named_here)
    ending = {named_here.end: named_here for named_here in named}
    for index, number in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        after, total = _name_after(text, number, following, starting, known.figures)
        mention = after or _name_before(text, number, ending, known.figures)
        if mention is None:
            continue
        populations = tuple(state.populations[place] for place in mention.subject)
        start, end = with_its_words(text, number, known.language)
        said = " ".join(text[min(start, mention.start) : max(end, mention.end)].split())
        yield _Near(number, text[mention.start : mention.end], populations, start, end, said, total)


def _names(text: str, state: CountedFigures, language: str) -> tuple[Mention[tuple[int, ...]], ...]:
    """Return where names and units occur, each with the populations that it counts."""
    by_name: dict[str, set[int]] = {}
    for place, population in enumerate(state.populations):
        for name in (population.name, *population.words, population.unit):
            if name:
                by_name.setdefault(name.casefold(), set()).add(place)
    found = mentions(text, {name: (name,) for name in by_name}, language)
    joined: dict[tuple[int, int], set[int]] = {}
    for mention in found:
        joined.setdefault((mention.start, mention.end), set()).update(by_name[mention.subject])
    return tuple(
        Mention(tuple(sorted(places)), start, end)
        for (start, end), places in sorted(joined.items(), key=lambda one: (one[0][0], -one[0][1]))
    )


_STEP = re.compile(r"[ \t\n\u00a0\u202f*_(“\"'’]*(?:([^\W\d_]+(?:[’'-][^\W\d_]+)*[’']?)|(\d))")


def _name_after(
    text: str, number: Number, following: Number | None, starting: Mapping[int, Mention[tuple[int, ...]]], known: LexiconSection
) -> tuple[Mention[tuple[int, ...]] | None, Number | None]:
    """Return the name after a number, with at most one word between, and the total that stands between ("231 of our 27,000 patients")."""
    at, parted, total = number.end, 0, None
    passed = ""
    for _ in range(12):
        found = _STEP.match(text, at)
        if found is None:
            return None, None
        start = found.start(1) if found.group(1) else found.start(2)
        if start in starting:
            return starting[start], total
        if following is not None and start == following.start and total is None and passed in known.words("total"):
            total, at = following, following.end
            continue
        word = found.group(1)
        if not word:
            return None, None
        small = word.lower().replace("’", "'")
        if small in known.words("total"):
            passed = small
        if small not in known.words("skip"):
            parted += 1
            if parted > 1:
                return None, None
        at = found.end(1)
    return None, None


def _name_before(
    text: str, number: Number, ending: Mapping[int, Mention[tuple[int, ...]]], known: LexiconSection
) -> Mention[tuple[int, ...]] | None:
    """Return the name before a number: "Patients: 860", "Patients affected: about 860", "The number of patients affected is 860"."""
    begin = max(0, number.start - 60)
    amounts = known.compiled(
        "amounts_to before", lambda: rf"\s+(?:{known.word('amounts_to') or '(?!)'})(?:\s+[^\W\d_]+){{0,3}}\s+$"
    )
    of = known.pattern("number_of")
    if is_amount := amounts.search(lowered_same_length(text[begin : number.start])):
        end = begin + is_amount.start()
        for back in range(3):
            mention = ending.get(end)
            if mention is not None and of.search(lowered_same_length(text[max(0, mention.start - 40) : mention.start])):
                return mention
            word = re.search(r"\s+[^\W\d_]+$", text[max(0, end - 30) : end]) if back < 2 else None
            if word is None:
                break
            end -= len(word.group())
    found = re.search(r"[\s*_]*:[\s*_]*(?:[^\W\d_]+[ \t]){0,2}$", text[begin : number.start])
    if found is None:
        return None
    word = re.search(r"[\s*_]+[^\W\d_]+$", text[begin : begin + found.start()])
    return ending.get(begin + found.start()) or (ending.get(begin + word.start()) if word else None)


def _clause(parts: tuple[Clause, ...], number: Number) -> Clause:
    low, high = 0, len(parts) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if parts[middle].start <= number.start:
            low = middle
        else:
            high = middle - 1
    return parts[low]


# What is made of a number.


def _judge(
    one: _Near,
    clause: Clause,
    alone: str,
    others: list[Number],
    text: Callable[[], tuple[Number, ...]],
    state: CountedFigures,
    where: Where,
    *,
    is_past: bool,
) -> JudgedFigure:
    def made(
        verdict: FigureVerdict, because: str, severity: Severity | None = None, stale: "_Stale | None" = None
    ) -> JudgedFigure:
        return JudgedFigure(
            number=one.number,
            name=one.name,
            populations=one.populations,
            clause=clause,
            counts=not alone,
            verdict=verdict,
            because=because,
            severity=severity,
            start=one.start,
            end=one.end,
            said=one.said,
            kept=stale.kept if stale else None,
            of=stale.of if stale else None,
        )

    if right := _right(one, others, state):
        return made(FigureVerdict.RIGHT, right)
    if old := next((whole for whole in _with_parts(one.populations, state) if _is_any(one.number, whole.corrected)), None):
        if not is_past and not alone and where is not Where.ELSEWHERE and not _says_present(text(), old):
            # Right in the letter; but whoever reads this text alone takes it for the number.
            return made(FigureVerdict.STALE, Kept.CORRECTED.value, Severity.WARNING, _Stale(Kept.CORRECTED, old))
        return made(FigureVerdict.RIGHT, "an old figure that is corrected here")
    stale = _stale(one)
    if is_past and stale is not None and stale.kept is Kept.FORMER:
        return made(FigureVerdict.LEFT_ALONE, "what we said before")
    if alone:
        if stale:
            return made(FigureVerdict.STALE, f"{alone}, but {stale.kept.value}", Severity.WARNING, stale)
        return made(FigureVerdict.LEFT_ALONE, alone)
    severity = Severity.WARNING if where is Where.ELSEWHERE else Severity.ERROR
    return made(FigureVerdict.WRONG, "no figure of the present state", severity, stale)


def _is_any(number: Number, amounts: tuple[Amount, ...]) -> bool:
    return any(_can_be(number, amount) for amount in amounts)


def _says_present(others: tuple[Number, ...], population: CountedPopulation) -> bool:
    """Whether numbers of the same text give the present figure of something."""
    return population.count is None or any(_can_be(number, population.count) for number in others)


def _told_otherwise(clause: Clause, sentence: str, state: CountedFigures, known: Lexicon) -> str:
    """Return why no number of a clause counts: it does not state anything about this incident; empty when it does."""
    words = known.figures
    said = lowered_same_length(clause.text).replace("’", "'")
    if words.pattern("rate").search(said):
        return "a rate"
    if words.pattern("duty").search(said) or words.pattern("condition").match(sentence.lstrip()):
        return "a condition or a duty"
    if _say(known.language).search(sentence) or known.figures.pattern("told_by_others").search(sentence):
        return "what somebody else says"
    if words.pattern("another").search(sentence):
        return "another incident"
    if state.occurred is not None and any(int(year) < state.occurred for year in _YEAR.findall(said)):
        return "a year before the incident"
    return ""


def _says_nothing_of_reach(one: _Near, clause: Clause, reached: list[Reached], known: Lexicon) -> str:
    after = lowered_same_length(clause.text)[one.number.end - clause.start :]
    if known.figures.pattern("suffered").search(after):
        return ""  # "3,000 people had their letters read"
    if not reached:
        exposed = known.figures.pattern("exposed").search(lowered_same_length(clause.text))
        return "its clause says nothing of reach" if clause.verb and not exposed else ""
    if _is_of_whom(one, clause, known) and any(_is_done(word, clause, known) for word in reached):
        return ""
    # "Two people opened the letters": who did it, and not to whom it was done.
    subjects = [_subject_before(one, word, clause, known) for word in reached]
    did = [word.by_subject and one.number.end <= word.start for word in reached]
    if did[0] and subjects[0] in known.figures.words("who_did"):
        return "it counts who did something"
    own = [not subject or subject in known.figures.words("who_did") for subject in subjects]
    return "it counts who did something" if all(did) and all(own) else ""


def _is_of_whom(one: _Near, clause: Clause, known: Lexicon) -> bool:
    """Whether a number says whose something is: "letters of 6,400 patients copied", and not "one of 6,400 patients copied a letter"."""
    before = lowered_same_length(clause.text)[: max(0, one.start - clause.start)].replace("’", "'")
    found = re.search(r"([^\W\d_]+)\s+([^\W\d_]+'?)\s*$", before)
    figures = known.figures
    return (
        found is not None
        and found.group(2) in figures.words("of_whom")
        and found.group(1) not in figures.words("groups")
        and not (known.verbs is not None and (found.group(1) in known.verbs.main or found.group(1) in known.verbs.helping))
    )


def _is_done(reached: Reached, clause: Clause, known: Lexicon) -> bool:
    """Whether a verb of reach says that something was done, and not what stands in something: "the tickets of 312 people hold one"."""
    after = words(clause.text[reached.start - clause.start :], known.language)
    verb = next((word for word in after if word.role is WordRole.VERB), None)
    return verb is None or verb.lemmas.isdisjoint(_HOLDS)


def _subject_before(one: _Near, word: Reached, clause: Clause, known: Lexicon) -> str:
    """Return the pronoun before a verb that has a subject of its own: "the letters of 231 patients that they read"."""
    between = clause.text[one.number.end - clause.start : word.start - clause.start].lower().split()
    if known.verbs is None or len(between) < 2 or between[-1] not in known.verbs.pronouns:
        return ""
    # "Four patients told us that they saw it": here another verb comes first.
    forms = (known.verbs.main, known.verbs.helping, known.verbs.towards)
    return "" if any(verb in form for verb in between[1:-1] for form in forms) else between[-1]


def _right(one: _Near, others: list[Number], state: CountedFigures) -> str:
    """Return why a number is right; empty when it is not."""
    # "At most 300" holds every part that is smaller: only the name's own figures tell whether it is right.
    open_ended = one.number.worded and (one.number.high is None or not one.number.low)
    wanted = one.populations if open_ended else _with_parts(one.populations, state)
    present = [amount for population in wanted for amount in (population.count, population.sent) if amount is not None]
    totals = [population.of for population in wanted if population.of is not None]
    corrected = [amount for population in wanted for amount in population.corrected]
    number = one.number
    if any(_can_be(number, amount) for amount in present) or any(
        # "More than 500" says nothing of a total of 6,300.
        number.holds(total) and (not open_ended or 5 * number.values[0] >= 4 * total)
        for total in totals
    ):
        return "a present figure"
    figures = [value for amount in (*present, *corrected) for value in amount.stated] + totals
    # A wide interval holds some sum or other by chance.
    single = not open_ended and len(number.values) == 1 and 10 * ((number.high or 0) - number.low) <= number.values[0]
    for first, second in combinations(figures, 2) if single else ():
        if number.holds(first + second) or number.holds(abs(first - second)):
            return "a sum or difference of figures"
    if one.total is not None and len(one.total.values) == 1:
        counts = [population.count for population in wanted if population.count is not None]
        if any(one.total.values[0] in count.stated for count in counts) and number.values[-1] <= one.total.values[0]:
            return "some of a present count"
    if _sums(number, others, set(figures)):
        return "part of a sum"
    return ""


def _with_parts(populations: tuple[CountedPopulation, ...], state: CountedFigures) -> tuple[CountedPopulation, ...]:
    """Return what a name counts, with its parts and their parts."""
    names = {population.name for population in populations}
    while True:
        more = {population.name for population in state.populations if population.part_of in names} - names
        if not more:
            return tuple(population for population in state.populations if population.name in names)
        names |= more


def _can_be(number: Number, amount: Amount) -> bool:
    """Whether a number, with its wording, can be an amount.

    It must hold a figure that was stated; "about 120" may also lie inside an amount with two ends. Otherwise "at least 163" would let any
    larger number pass.
    """
    if len(number.values) == 2:
        return (number.low, number.high) == (amount.low, amount.high) or any(number.holds(value) for value in amount.stated)
    if any(number.holds(value) for value in amount.stated):
        return True
    # "more than 1,000" of "at least 1,000", and "fewer than" of "at most".
    if number.worded and amount.high is None and number.high is None and number.low - 1 in amount.stated:
        return True
    if number.worded and not amount.low and not number.low and number.high is not None and number.high + 1 in amount.stated:
        return True
    if not number.worded or not amount.stated or amount.high is None or number.high is None or not amount.low or not number.low:
        return False
    return number.low <= amount.high and amount.low <= number.high


def _sums(number: Number, others: list[Number], figures: set[int]) -> bool:
    """Whether a number and others of its sentence sum to a figure."""
    few = [other for other in others[: 4 * _MOST_TOGETHER] if other is not number and not other.worded][: _MOST_TOGETHER - 1]
    if number.worded or not figures:
        return False
    return any(
        number.values[0] + sum(other.values[0] for other in together) in figures
        for size in range(1, len(few) + 1)
        for together in combinations(few, size)
    )


@dataclass(frozen=True, slots=True)
class _Stale:
    kept: Kept
    of: CountedPopulation


def _stale(one: _Near) -> _Stale | None:
    value = one.number.values[0]
    for population in one.populations:
        if any(value in amount.stated for amount in population.former):
            return _Stale(Kept.FORMER, population)
    mixed = "".join(sorted(str(value)))
    for population in one.populations:
        stated = population.count.stated if population.count is not None else ()
        if any(
            len(str(figure)) >= _DIGITS_TO_MIX and figure != value and "".join(sorted(str(figure))) == mixed for figure in stated
        ):
            return _Stale(Kept.MIXED, population)
    return None


@cache
def _say(language: str) -> re.Pattern[str]:
    words = lexicon(language).figures
    others, say = words.word("others"), words.word("say")
    if not others or not say:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:(?:{others})\W+(?:\w+\W+){{0,3}}?(?:{say})|(?:{say})\W+(?:\w+\W+){{0,3}}?(?:{others}))(?!\w)")


def is_of_others(text: str, language: str) -> bool:
    """Whether a clause names the owner of what it speaks of, and it is another: "the passwords of another company"."""
    return bool(lexicon(language).figures.pattern("of_others").search(lowered_same_length(text).replace("’", "'")))
